"""Addresses of the whole site."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms.compat.wagtail_sign_out import AdminLogout
from cms.editorial.api import api as editorial_api
from cms.editorial.errors import no_address
from cms.identity.shared_passwords import collection_password, page_password
from cms.media.serving import document, media
from cms.people.sign_in import SignIn
from cms.plugins.http.addresses import serve
from cms.site.docs import docs_index, docs_page
from cms.site.frontend import to_frontend

urlpatterns = [
    path("admin/login/", SignIn.as_view()),  # these six in the place of Wagtail's
    path("admin/logout/", AdminLogout.as_view()),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="password_forgotten")),
    path("_util/login/", SignIn.as_view()),
    path("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", page_password),
    path("documents/authenticate_with_password/<int:restriction_id>/", collection_password),
    path("admin/", include(admin_urls)),
    path("account/", include("cms.people.urls")),
    re_path(r"^documents/(\d+)/(.*)$", document),  # calls Wagtail's
    path("documents/", include(document_urls)),
    path("", include("content_api.transport.urls")),
    path("", include("cms.operations.urls")),
    path("api/v3/", no_address, {"rest": ""}),
    path("api/v3/", editorial_api.urls),
    path("api/v3/<path:rest>", no_address),  # and not a page of the frontend
    path("oauth/", include("cms.identity.provider.urls")),
    path("", include("content_types.events.urls")),
    path("", include("content_types.vendors.urls")),
    re_path(r"^plugins/(?P<plugin>[a-z][a-z0-9_]*)/(?P<path>.*)$", serve, name="plugin_url"),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media, name="media"),
]
if settings.DEBUG:
    urlpatterns += [
        path("docs/", docs_index, name="docs"),
        path("docs/<path:name>", docs_page, name="docs_page"),
    ]
# A page's address here leads to the frontend; Wagtail's own addresses stand last, because `url` is made from them.
urlpatterns += [
    re_path(r"^((?:[\w\-]+/)*)$", to_frontend, name="to_frontend"),
    path("", include(wagtail_urls)),
]
