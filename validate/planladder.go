package validate

import (
	"duban/workbook"
)

// ladder tells a rung at which more of the same leads to less: overdue for 30 days would be pressed for, for 15 days
// supervised. Of what is near due fewer days are the more urgent.
func (k *planCheck) ladder() {
	for _, upper := range k.p.Ladder {
		for _, lower := range k.p.Ladder {
			if upper.Rec == nil || lower.Rec == nil || upper.Trigger != lower.Trigger || upper.Level >= lower.Level {
				continue
			}
			further := upper.From > lower.From
			if upper.Trigger == workbook.TriggerDueSoon {
				further = upper.From < lower.From
			}
			if further {
				k.add("ladder-falls", cell(upper.Rec, workbook.ColLevel),
					"trigger", upper.Rec.Get(workbook.ColTrigger).Text, "from", figure(upper.From), "other", figure(lower.From), "higher", lower.Rec.Get(workbook.ColLevel).Text)
				break
			}
		}
	}
}
