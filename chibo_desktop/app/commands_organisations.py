"""Commands about the register of organisations."""

import click


@click.group("org")
def org() -> None:
    """The register of Party organisations: the tree of any day, and what changes in it."""


COMMANDS = (org,)
