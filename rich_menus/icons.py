"""The menu's own icons: strokes on a square of 24, drawn for this project."""

from enum import StrEnum


class Icon(StrEnum):
    """SVG content without fill; the picture gives stroke and colour."""

    SPEECH = '<path d="M3.5 4.5h17v12h-9l-4.8 4v-4H3.5z"/><path d="M12 7.4v3.9"/><path d="M12 13.6v.1"/>'
    PIN = (
        '<path d="M12 21.2C8 16.6 5.4 13.2 5.4 9.7a6.6 6.6 0 0 1 13.2 0c0 3.5-2.6 6.9-6.6 11.5z"/>'
        '<circle cx="12" cy="9.6" r="2.3"/>'
    )
    PHONE = (
        '<path d="M8.6 3.6 5.2 4.4c-1 .3-1.6 1.2-1.4 2.3.6 3.3 2.2 6.4 4.7 8.9s5.6 4.1 8.9 4.7c1 .2 2-.4 2.3-1.4'
        'l.7-3.4-4.4-2-2 2.1c-2.5-1.2-4.5-3.2-5.7-5.7l2.1-2z"/>'
    )
    LIST = (
        '<rect x="5" y="4.2" width="14" height="16.6" rx="1.6"/><path d="M9.4 2.8h5.2v2.8H9.4z"/>'
        '<path d="m8.2 11 1.3 1.3 2.2-2.5"/><path d="M13.6 11.2h2.6"/>'
        '<path d="m8.2 16 1.3 1.3 2.2-2.5"/><path d="M13.6 16.2h2.6"/>'
    )
    CLOSED_EYE = (
        '<path d="M3 9.5c2.2 3.4 5.3 5.2 9 5.2s6.8-1.8 9-5.2"/><path d="M12 14.7v3.4"/>'
        '<path d="m6.6 13.2-2 2.8"/><path d="m17.4 13.2 2 2.8"/>'
    )
    FAMILY = (
        '<circle cx="8" cy="7.4" r="3"/><circle cx="17" cy="10.2" r="2.2"/>'
        '<path d="M2.6 19.6c.3-4 2.4-6.2 5.4-6.2s5.1 2.2 5.4 6.2z"/>'
        '<path d="M14.8 15c.6-.4 1.4-.6 2.2-.6 2.2 0 3.8 1.7 4 5.2h-4.6"/>'
    )
    PERSON = (
        '<circle cx="9" cy="9.4" r="3.4"/><path d="M2.8 20.4c.4-3.7 2.9-5.8 6.2-5.8s5.8 2.1 6.2 5.8z"/>'
        '<path d="M13.6 3.2h7.6v5.6h-3.6l-2 1.9V8.8"/>'
    )
