"""The single faults of the faulty class: code that harms its process, changed cells, spoilt files."""
