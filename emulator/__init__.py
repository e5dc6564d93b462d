"""An imitation of the LINE platform: its HTTP API, its webhooks, and a phone in the browser.

It is LINE's side of the wire, so it imports nothing of ours. README.md describes the Python and the control API.
"""
