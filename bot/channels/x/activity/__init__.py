"""What X tells by itself, as it happens: by a webhook, or over a connection that stays open."""
