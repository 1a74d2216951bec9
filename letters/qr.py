"""segno: a reference as a QR code, drawn in the page. Nothing but the reference is in it."""

import segno


def drawn(reference: str) -> str:
    """An image of the code, with its quiet zone, as a data address; the same for the same reference."""
    return str(segno.make_qr(reference).svg_data_uri(border=4))
