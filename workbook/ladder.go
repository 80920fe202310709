package workbook

// NoticeLevel is how far up the ladder a notice stands.
type NoticeLevel uint8

const (
	NoNotice  NoticeLevel = iota
	Remind                // 提醒
	Press                 // 催报
	Supervise             // 督办
	Circulate             // 通报
)

// Key is the level's key in the catalogue (choice.notice-level.<key>).
func (l NoticeLevel) Key() string {
	return [...]string{"", "remind", "press", "supervise", "circulate"}[l]
}

// ParseNoticeLevel reads a level's key.
func ParseNoticeLevel(key string) (NoticeLevel, bool) {
	for l := Remind; l <= Circulate; l++ {
		if l.Key() == key {
			return l, true
		}
	}
	return NoNotice, false
}

// Triggers: what a bureau is noticed for, and in what a rung of the ladder counts it.
const (
	TriggerOverdue  = "overdue"   // days past the deadline
	TriggerRed      = "red"       // periods in a row under a red light before the deadline
	TriggerYellow   = "yellow"    // periods in a row under a yellow or red light
	TriggerDueSoon  = "due-soon"  // days left to the deadline, at most
	TriggerMissing  = "missing"   // periods in a row without a return
	TriggerSentBack = "sent-back" // periods in a row whose return was not mended
	TriggerProblem  = "problem"   // days past the day by which a problem was to be settled
)

// Rung is one row of 督办阶梯: from what on a matter stands at a level, and within how many workdays it is to be answered.
type Rung struct {
	Trigger   string
	From      float64
	Level     NoticeLevel
	ReplyDays int
	Rec       *Record
}

// Hold is one row of 缓办: with a reason that somebody approved no notice is given on a bureau's task, or on none of a
// bureau's, until a day.
type Hold struct {
	Task             *Task // nil for all that the bureau answers for, its returns included
	Bureau           *Bureau
	Until            Date // 0 for as long as the row stands
	Reason, Approver string
	Rec              *Record
}

// decodeLadder reads 督办阶梯 and 缓办. A plan without rungs of its own goes by the usual ones.
func (p *Plan) decodeLadder() {
	for _, r := range p.records(FormLadder) {
		level, ok := ParseNoticeLevel(r.Get(ColLevel).Key)
		if !ok || r.Get(ColTrigger).Key == "" {
			continue
		}
		g := &Rung{Trigger: r.Get(ColTrigger).Key, From: r.Get(ColReach).Num, Level: level, ReplyDays: p.Settings.ReplyDays, Rec: r}
		if d := r.Get(ColReplyDays); d.Filled() {
			g.ReplyDays = int(d.Num)
		}
		p.Ladder = append(p.Ladder, g)
	}
	if len(p.Ladder) == 0 {
		p.Ladder = usualLadder(&p.Settings)
	}
	for _, r := range p.records(FormHolds) {
		h := &Hold{Bureau: p.oneBureau(r, ColBureau), Until: r.Get(ColUntil).Date, Reason: r.Get(ColReason).Text, Approver: r.Get(ColApprover).Text, Rec: r}
		if r.Get(ColTask).Filled() {
			if h.Task = p.taskOf(r); h.Task == nil {
				continue
			}
		}
		if h.Bureau != nil {
			p.Holds = append(p.Holds, h)
		}
	}
}

// usualLadder is how counties mostly go about it. One yellow light alone is looked at, not written about.
func usualLadder(s *Settings) []*Rung {
	rung := func(trigger string, from int, level NoticeLevel) *Rung {
		return &Rung{Trigger: trigger, From: float64(from), Level: level, ReplyDays: s.ReplyDays}
	}
	return []*Rung{
		rung(TriggerDueSoon, s.NearDays, Remind),
		rung(TriggerMissing, 1, Press), rung(TriggerMissing, 2, Supervise), rung(TriggerMissing, 3, Circulate),
		rung(TriggerSentBack, 1, Press), rung(TriggerSentBack, 2, Supervise),
		rung(TriggerYellow, 2, Press), rung(TriggerYellow, 3, Supervise),
		rung(TriggerRed, 1, Supervise), rung(TriggerRed, 2, Circulate),
		rung(TriggerOverdue, 1, Press), rung(TriggerOverdue, 15, Supervise), rung(TriggerOverdue, 45, Circulate),
		rung(TriggerProblem, 1, Press), rung(TriggerProblem, 30, Supervise),
	}
}

// Rung is the highest rung of the ladder that a matter has reached, nil where it has reached none.
func (p *Plan) Rung(trigger string, reached float64) *Rung {
	var found *Rung
	for _, r := range p.Ladder {
		at := reached >= r.From
		if trigger == TriggerDueSoon {
			at = reached <= r.From
		}
		if r.Trigger == trigger && at && (found == nil || r.Level > found.Level) {
			found = r
		}
	}
	return found
}

// Held finds what holds notices to a bureau back on a day, nil where nothing does. t is nil for the bureau's returns.
func (p *Plan) Held(b *Bureau, t *Task, on Date) *Hold {
	for _, h := range p.Holds {
		if h.Bureau == b && h.Approver != "" && (h.Task == nil || h.Task == t) && (h.Until == 0 || on <= h.Until) {
			return h
		}
	}
	return nil
}
