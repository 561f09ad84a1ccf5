"""Where Wagtail asks us about files."""

from wagtail import hooks

from cms.media.serving import before_serve

hooks.register("before_serve_document", before_serve, order=-10)
