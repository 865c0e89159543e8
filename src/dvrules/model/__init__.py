"""The nouns of dvrules: frozen values that later stages read and never edit."""
