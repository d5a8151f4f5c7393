"""Reviews of suggestions by coaches: what a card shows, who agrees, what is learnt."""
