"""The pages of the text, by what somebody comes to do: reading, writing, giving it a number."""
