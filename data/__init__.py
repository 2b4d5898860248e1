"""The notices and the reported figures that come with zctrack (installed as zctrack.data)."""
