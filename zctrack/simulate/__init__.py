"""The simulations (模拟): made-up data with its truth, called simulated everywhere."""
