"""The API's refusals, in its own words as far as they are known."""

from __future__ import annotations

from http import HTTPStatus

DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged "
    "by the author of the post you are replying to."
)
GONE = "You attempted to reply to a Tweet that is deleted or not visible to you."
BLOCKED = "You have been blocked from replying to this user."
TOO_LONG = "Your Tweet text is too long. For more information see https://github.com/twitter/twitter-text."
CARD_ALONE = "direct_message_deep_link cannot be combined with media, poll or quote_tweet_id."
NO_CARD = "direct_message_deep_link: must be a link to https://x.com/messages/compose"
CLOSED = "You cannot send messages to this user."


class RefusedError(Exception):
    """The API says no: the status, and the words of its `detail`."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail

    @property
    def body(self) -> dict[str, object]:
        """The answer's problem document."""
        return problem(self.status, self.detail)


def problem(status: int, detail: str = "") -> dict[str, object]:
    """Write a problem document as X does."""
    title = HTTPStatus(status).phrase
    return {"title": title, "detail": detail or title, "type": "about:blank", "status": status}


def not_found(number: str) -> dict[str, object]:
    """Write the error that stands beside the items of a look-up, for one that is not there."""
    return {
        "value": number,
        "resource_id": number,
        "parameter": "ids",
        "resource_type": "tweet",
        "title": "Not Found Error",
        "detail": f"Could not find tweet with ids: [{number}].",
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }
