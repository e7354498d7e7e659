"""From reports to people: store, ledger, alerts, chat, and the wiring of it all."""
