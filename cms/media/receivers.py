"""Make the named renditions, and have a worker make the others, after a picture's transaction has committed."""

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.media.models import Image
from cms.media.picture_sets import prepare_image
from cms.media.renditions import make_presets


@receiver(post_save, sender=Image, dispatch_uid="media.make_presets")
def make_presets_on_commit(instance: Image, raw: bool = False, **kwargs: object) -> None:
    if not raw:
        transaction.on_commit(lambda: make_presets(instance), robust=True)
        transaction.on_commit(lambda: prepare_image.enqueue(instance.pk), robust=True)
