"""What every part of the engine shares: answers in one order, shares with intervals, nothing about fewer than five."""
