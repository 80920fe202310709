package draft

// Compared is how often a task was held against another one, or against an indicator, while the draft was made.
func Compared(d *Draft) int { return d.compared }
