"""Logs for whoever operates the service: warnings and faults, ids and codes, never what people wrote."""

import logging

# At INFO these log URLs, which hold the bot's token and people's numbers.
NOISY = ("httpx", "httpcore", "twilio", "telegram", "werkzeug")


def log_quietly() -> None:
    """Set up logging for one of our processes."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
