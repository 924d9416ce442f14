"""What happened: dossiers, steps that nobody can change, proposals, and the grammar that every act is made of."""
