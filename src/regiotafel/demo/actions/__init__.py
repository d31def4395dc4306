"""Making the invented example region, through the same actions that people use."""

from regiotafel.demo.actions.seeding import is_seeded, seed

__all__ = ["is_seeded", "seed"]
