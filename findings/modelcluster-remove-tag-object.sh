#!/usr/bin/env bash
# django-modelcluster 6.5 with django-taggit 6.1.0: on a ClusterableModel, `tags.remove(tag)` with a Tag object removes
# nothing and raises nothing; only `tags.remove("name")` does. `tags.add(tag)` takes the object there, and taggit's own
# manager on a plain model removes the object. Bulk edits written for taggit keep their tags without a word.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  django-modelcluster==6.5 django-taggit==6.1.0 django==5.2.19

mkdir "$folder/finding"
touch "$folder/finding/__init__.py"
cat > "$folder/finding/models.py" <<'PYTHON'
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.managers import TaggableManager
from taggit.models import TaggedItemBase


class Plain(models.Model):
    tags = TaggableManager()


class TaggedCluster(TaggedItemBase):
    content_object = ParentalKey("finding.Cluster", related_name="tagged_items", on_delete=models.CASCADE)


class Cluster(ClusterableModel):
    tags = ClusterTaggableManager(through=TaggedCluster, blank=True)
PYTHON

cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "taggit", "finding"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.core.management import call_command
from finding.models import Cluster, Plain

call_command("migrate", run_syncdb=True, verbosity=0)


def try_removing(model, by_name):
    row = model.objects.create()
    row.tags.add("kept", "gone")
    row.save()
    row = model.objects.get(pk=row.pk)
    tag = row.tags.get(name="gone")
    row.tags.remove(tag.name if by_name else tag)
    row.save()
    return sorted(model.objects.get(pk=row.pk).tags.names())


print(f"modelcluster {version('django-modelcluster')}, taggit {version('django-taggit')}")
seen = {
    (model.__name__, "name" if by_name else "object"): try_removing(model, by_name)
    for model in (Plain, Cluster)
    for by_name in (True, False)
}
for case, names in seen.items():
    print(*case, "->", names)
assert seen == {
    ("Plain", "name"): ["kept"],
    ("Plain", "object"): ["kept"],
    ("Cluster", "name"): ["kept"],
    ("Cluster", "object"): ["gone", "kept"],
}, "the behaviour has changed"
PYTHON
