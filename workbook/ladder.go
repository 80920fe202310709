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

// Triggers: what a bureau gets a notice for, and the unit in which a rung of the ladder counts it.
const (
	TriggerOverdue  = "overdue"   // days past the deadline
	TriggerRed      = "red"       // periods in a row with a red light before the deadline
	TriggerYellow   = "yellow"    // periods in a row with a yellow or red light
	TriggerDueSoon  = "due-soon"  // days left to the deadline, at most
	TriggerMissing  = "missing"   // periods in a row without a return
	TriggerSentBack = "sent-back" // periods in a row whose return was not corrected
	TriggerProblem  = "problem"   // days past the day by which a problem should have been settled
)

// Rung is one row of 督办阶梯: the count from which a matter stands at a level, and the workdays within which it must be answered.
type Rung struct {
	Trigger   string
	From      float64
	Level     NoticeLevel
	ReplyDays int
	Rec       *Record
}

// decodeLadder reads 督办阶梯. A plan without rungs of its own gets the usual ones.
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
}

// usualLadder is the practice of most counties. A single yellow light is looked at, not written about.
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

// Rung finds the highest rung of the ladder that a matter has reached, nil if it has reached none.
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
