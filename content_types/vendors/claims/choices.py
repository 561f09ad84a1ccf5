"""The states of a claim, and what can prove it."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from cms.base.choices import TextChoices


class ClaimState(TextChoices):
    """OPEN waits for a proof; PROVEN for staff, since the vendor has members already. The others are final."""

    OPEN = "open", pgettext_lazy("claim", "Open")
    PROVEN = "proven", pgettext_lazy("claim", "Proven")
    APPROVED = "approved", pgettext_lazy("claim", "Approved")
    REFUSED = "refused", pgettext_lazy("claim", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("claim", "Expired")


WAITING = (ClaimState.OPEN, ClaimState.PROVEN)
"""States of which a person may have one claim per vendor."""


class ClaimProof(TextChoices):
    """What proved that the claimant acts for the vendor: a DNS record, a link in an e-mail, or a decision of staff."""

    DNS = "dns", _("DNS record")
    MAIL = "mail", _("E-mail")
    STAFF = "staff", _("Decision")


class ClaimMailbox(TextChoices):
    """Mailboxes that belong to those who run a domain (RFC 2142); mail providers give none of them away."""

    ADMIN = "admin", "admin@"
    ADMINISTRATOR = "administrator", "administrator@"
    HOSTMASTER = "hostmaster", "hostmaster@"
    POSTMASTER = "postmaster", "postmaster@"
    WEBMASTER = "webmaster", "webmaster@"
