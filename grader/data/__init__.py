"""The SMS Spam Collection in numbers: load the table, tokenize, fetch the messages."""

from .files import DataError
from .messages import fetch_messages, own_messages
from .raw import LabelledMessages
from .table import SmsSpam, load_sms_spam
from .text import count_terms, normalize, tokenize

__all__ = [
    "DataError",
    "LabelledMessages",
    "SmsSpam",
    "count_terms",
    "fetch_messages",
    "load_sms_spam",
    "normalize",
    "own_messages",
    "tokenize",
]
