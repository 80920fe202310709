package validate

import (
	"duban/workbook"
	"duban/workbook/formula"
)

// ladder finds rungs of 督办阶梯 that run the wrong way: a matter that is worse would get a milder notice, such as 催办 at 30 days overdue and
// 督办 at 15. For tasks that are due soon fewer days are worse.
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
					"trigger", upper.Rec.Get(workbook.ColTrigger).Text, "from", formula.NumberText(upper.From), "other", formula.NumberText(lower.From), "higher", lower.Rec.Get(workbook.ColLevel).Text)
				break
			}
		}
	}
}
