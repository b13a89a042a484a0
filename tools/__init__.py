"""What maintainers run from the checkout: build, audit, attack, bench."""
