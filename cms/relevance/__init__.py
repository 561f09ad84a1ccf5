"""What editors say about searches: words that mean the same, and pages that come first. And what was searched for."""
