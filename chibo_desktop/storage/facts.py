"""What a book knows about itself: role, device, epoch, ids; one short text by name."""

from chibo_desktop.storage.book import Book


def get_fact(book: Book, name: str) -> str | None:
    found = book.row("SELECT value FROM fact WHERE name = ?", (name,))
    return None if found is None else str(found[0])


def put_fact(book: Book, name: str, value: str) -> None:
    book.write(
        "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def drop_fact(book: Book, name: str) -> None:
    book.write("DELETE FROM fact WHERE name = ?", (name,))
