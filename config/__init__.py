"""What is known and how it runs: vocabulary, catalogue data, settings. Imports nothing of ours."""
