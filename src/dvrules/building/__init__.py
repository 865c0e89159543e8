"""Building: from the data of a TOML text to typed values, strictly, with every fault in its place."""
