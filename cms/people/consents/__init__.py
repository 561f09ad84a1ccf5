"""Which versions of the terms of use and the privacy notice people agreed to, and when."""
