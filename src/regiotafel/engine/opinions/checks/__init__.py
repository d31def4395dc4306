"""How firm a conclusion is: how many voters carry it, and whether it holds in other counts of the same votes."""
