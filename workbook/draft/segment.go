package draft

// segment is a claim: what one actor is asked to do, as clauses that belong together.
type segment struct {
	actor           actor
	leads, supports []name
	more            bool
	vague           []name
	leader          name
	// carried says that the actor was named for the clause or sentence before, not for this one.
	carried bool
	clauses []*clause
	// context is what the work is done to or by, where a clause of its own says so: 对查出的隐患，….
	context piece
	// whole are the sentences that the claim was read from.
	whole piece
	// intro is the verb of what the claim is one of: 建立 of 建立两套体系，一套是….
	intro string
	// event is the day of an occasion that the work prepares.
	event []moment
	// extra are limits that another clause sets for the work: 9月底前市政府召开专题会议研究.
	extra []moment
	note  *note
}

func (s *segment) named() bool { return len(s.leads) > 0 }

func (s *segment) moments() []moment {
	var out []moment
	for _, c := range s.clauses {
		out = append(out, c.moments...)
	}
	return append(out, s.extra...)
}

func (s *segment) amounts() []amount {
	var out []amount
	for _, c := range s.clauses {
		out = append(out, c.amounts...)
	}
	return out
}

// follow is a segment of the same actor for further work.
func (s *segment) follow() *segment {
	return &segment{actor: s.actor, leads: s.leads, supports: s.supports, more: s.more, vague: s.vague, leader: s.leader, whole: s.whole, note: s.note}
}

// joined gives a claim the others of those who are to work hand in hand: 海渔、科技部门要联动配合，海渔局…，科技局….
func (s *segment) joined(together []name) {
	mine := map[string]bool{}
	for _, n := range s.leads {
		mine[key(n.text)] = true
	}
	var others []name
	for _, n := range together {
		if !mine[key(n.text)] {
			others = append(others, n)
		}
	}
	if len(others) < len(together) {
		s.supports = append(append([]name(nil), s.supports...), others...)
	}
}

// take makes a clause's actor the claim's.
func (s *segment) take(c *clause) {
	s.actor, s.leads, s.supports, s.more, s.vague, s.leader, s.carried = c.actor, c.leads, append(s.supports, c.supports...), c.more, c.vague, c.leader, false
}

// shared are the limits that also hold for a clause of a figure of its own: 6月底前新建4所，新增学位1080个.
func (s *segment) shared(c *clause) []moment {
	if len(c.moments) > 0 || len(c.rhythms) > 0 || len(c.amounts) == 0 || len(s.clauses) == 0 {
		return nil
	}
	last := s.clauses[len(s.clauses)-1]
	if len(last.amounts) == 0 || (last.amounts[0].unit == "%") != (c.amounts[0].unit == "%") {
		// 6月底前开工率达到100%，新增车位2000个 are two matters.
		return nil
	}
	if len(last.moments) == 1 && last.moments[0].at.from <= last.body.from+len("在") {
		return last.moments
	}
	return nil
}
