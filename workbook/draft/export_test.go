package draft

// Compared gives how often a task was compared with another one, or with an indicator, while the draft was made.
func Compared(d *Draft) int { return d.compared }
