"""What firms send us by KEP: reading it, finding its dossier, taking it once."""
