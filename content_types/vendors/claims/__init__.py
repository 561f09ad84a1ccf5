"""Claims: people prove that they act for a vendor, and become members of it."""
