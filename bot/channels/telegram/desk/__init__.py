"""The desk in a Telegram group: people answer in a topic a case, whatever channel the customer is on."""
