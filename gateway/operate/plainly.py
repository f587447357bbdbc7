"""What a command says when it cannot be done: one sentence for whoever typed it, and how to mend it."""

from channels.contract import SendError
from storage.embedded_redis import RedisFailed
from storage.unit_of_work import DatabaseDown


def plainly(error: Exception) -> str:
    """The sentence for what may happen to any command; "" for what never should, which is told as a crash."""
    match error:
        case DatabaseDown():
            return f"The database does not answer: {error}. Look at DATABASE_URL and the disk's space."
        case SendError():
            return f"The provider does not take that: {error}. `satupintu doctor` tells more."
        case RedisFailed():
            return str(error)
        case PermissionError() | IsADirectoryError() if error.filename:
            return f"{error.filename} cannot be used: {error.strerror}. Whose is it?"
        case OSError() if error.filename:
            return f"{error.filename} cannot be used: {error.strerror}."
    return ""
