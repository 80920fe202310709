package workbook

// decodeScheme reads how the year is scored: 计分办法 计分部分 计分方法 计分参数 计分档次 等次.
func (p *Plan) decodeScheme() {
	for _, r := range p.records(FormMethods) {
		p.Methods = append(p.Methods, &Method{Name: r.Get(ColMethod).Text, Source: r.Get(ColFormula).Text, Explain: r.Get(ColExplain).Text, Rec: r})
	}
	for _, r := range p.records(FormScheme) {
		p.Items = append(p.Items, &Item{
			ID: r.Get(ColCode).Text, Parent: r.Get(ColParent).Text, Section: r.Get(ColSection).Text, Title: r.Get(ColItem).Text,
			Scope: scopeOf(r, ColScope), Points: r.Get(ColPoints).Num, Grain: r.Get(ColGrain).Key, Filter: r.Get(ColFilter).Text,
			Method: r.Get(ColMethod).Text, RankOn: r.Get(ColRankOn).Text, RankOrder: keyOr(r, ColRankOrder, HighFirst),
			RankWithin: r.Get(ColRankWithin).Key, Bands: r.Get(ColBands).Text, Summing: keyOr(r, ColSumming, SumRows),
			Absent: keyOr(r, ColAbsent, AbsentSkip), Factor: r.Get(ColFactor).Text, Floor: amount(r.Get(ColFloor)), Cap: amount(r.Get(ColCap)),
			Decimals: amount(r.Get(ColDecimals)), NoRows: keyOr(r, ColNoRows, NoRowsRenormalise), NoRowsShare: amount(r.Get(ColNoRowsShare)),
			When: keyOr(r, ColWhen, WhenAlways), Rec: r,
		})
	}
	for _, r := range p.records(FormSections) {
		p.Sections = append(p.Sections, &Section{Name: r.Get(ColSection).Text, Scope: scopeOf(r, ColScope), Weight: amount(r.Get(ColWeight)),
			Declared: amount(r.Get(ColPoints)), Floor: amount(r.Get(ColFloor)), Cap: amount(r.Get(ColCap)), Rec: r})
	}
	for _, r := range p.records(FormParameters) {
		if r.Get(ColName).Text != "" && r.Get(ColValue).Filled() {
			p.Parameters = append(p.Parameters, &Parameter{Name: r.Get(ColName).Text, Scope: scopeOf(r, ColScope), Value: r.Get(ColValue).Num,
				Explain: r.Get(ColExplain).Text, Rec: r})
		}
	}
	for _, r := range p.records(FormBands) {
		if r.Get(ColFrom).Filled() && r.Get(ColScore).Filled() {
			p.Bands = append(p.Bands, &Band{Table: r.Get(ColBands).Text, Name: r.Get(ColBand).Text, From: r.Get(ColFrom).Num,
				UpTo: amount(r.Get(ColUpTo)), Score: r.Get(ColScore).Num, Rec: r})
		}
	}
	for _, r := range p.records(FormGrades) {
		if r.Get(ColGrade).Text != "" {
			p.GradeRules = append(p.GradeRules, &GradeRule{Name: r.Get(ColGrade).Text, Scope: scopeOf(r, ColScope), From: amount(r.Get(ColFrom)),
				QuotaShare: amount(r.Get(ColQuotaShare)), Quota: amount(r.Get(ColQuota)), Rec: r})
		}
	}
}

// scopeOf lists the categories, groups and bureaus that a row is for; 全部 is the same as nothing.
func scopeOf(r *Record, field string) []string {
	var out []string
	for _, n := range r.Get(field).List() {
		if f := Fold(n); f != "全部" && f != "all" {
			out = append(out, n)
		}
	}
	return out
}

func keyOr(r *Record, field, otherwise string) string {
	if key := r.Get(field).Key; key != "" {
		return key
	}
	return otherwise
}

// decodeMerits reads what affects the scores besides the ledger: 事件 加减分 一票否决 评议组 评议.
func (p *Plan) decodeMerits() {
	for _, r := range p.records(FormEvents) {
		if b := p.oneBureau(r, ColBureau); b != nil {
			p.Events = append(p.Events, &Event{ID: r.Get(ColCode).Text, Item: r.Get(ColItem).Text, Bureau: b, Title: r.Get(ColEvent).Text,
				Level: r.Get(ColLevel).Text, Date: r.Get(ColDate).Date, Evidence: r.Get(ColEvidence).Text, Approver: r.Get(ColApprover).Text, Rec: r})
		}
	}
	for _, r := range p.records(FormAdjustments) {
		if b := p.oneBureau(r, ColBureau); b != nil && r.Get(ColAmount).Filled() {
			p.Adjustments = append(p.Adjustments, &Adjustment{ID: r.Get(ColCode).Text, Bureau: b, Item: r.Get(ColItem).Text,
				Amount: r.Get(ColAmount).Num, Matter: r.Get(ColMatter).Text, Evidence: r.Get(ColEvidence).Text,
				Approver: r.Get(ColApprover).Text, Approved: r.Get(ColApproved).Date, Reverses: r.Get(ColReverses).Text, Rec: r})
		}
	}
	for _, r := range p.records(FormGates) {
		if b := p.oneBureau(r, ColBureau); b != nil {
			p.Gates = append(p.Gates, &Gate{Bureau: b, Matter: r.Get(ColMatter).Text, Effect: keyOr(r, ColEffect, GateNoRank), Grade: r.Get(ColGrade).Text,
				Evidence: r.Get(ColEvidence).Text, Approver: r.Get(ColApprover).Text, Approved: r.Get(ColApproved).Date, Rec: r})
		}
	}
	for _, r := range p.records(FormObjections) {
		if b := p.oneBureau(r, ColBureau); b != nil {
			p.Answers = append(p.Answers, &Answer{Code: r.Get(ColCode).Text, Bureau: b, Item: r.Get(ColItem).Text, Objection: r.Get(ColObjection).Text,
				Decision: r.Get(ColDecision).Key, Reply: r.Get(ColReply).Text, Approver: r.Get(ColApprover).Text, Approved: r.Get(ColApproved).Date,
				Adjustment: r.Get(ColAdjustment).Text, Rec: r})
		}
	}
	for _, r := range p.records(FormRaterGroups) {
		if r.Get(ColRaters).Text == "" {
			continue
		}
		g := &RaterGroup{Name: r.Get(ColRaters).Text, Kind: keyOr(r, ColKind, RatersOther), Weight: 1, Anonymous: r.Get(ColAnonymous).Num != 0,
			ByTask: r.Get(ColRated).Key == "by-task", Rated: scopeOf(r, ColScope), Members: r.Get(ColRater).List(), Rec: r}
		if w := r.Get(ColWeight); w.Filled() {
			g.Weight = w.Num
		}
		p.RaterGroups = append(p.RaterGroups, g)
	}
	for _, r := range p.records(FormRatings) {
		b := p.oneBureau(r, ColBureau)
		if b == nil || !r.Get(ColRating).Filled() {
			continue
		}
		rating := &Rating{Bureau: b, Raters: r.Get(ColRaters).Text, Rater: r.Get(ColRater).Text, Mark: r.Get(ColRating).Num, Date: r.Get(ColDate).Date, Rec: r}
		if r.Get(ColTask).Filled() {
			if rating.Task = p.taskOf(r); rating.Task == nil {
				continue
			}
		}
		p.Ratings = append(p.Ratings, rating)
	}
}

// decodeRules reads 校验规则: the county's own rules, and what it sets the built-in ones to.
func (p *Plan) decodeRules() {
	for _, r := range p.records(FormRules) {
		severity := r.Get(ColSeverity).Key
		if r.Get(ColFormula).Text == "" {
			// A row without a formula configures an existing rule.
			p.Switches = append(p.Switches, &Switch{Code: r.Get(ColCode).Text, Severity: severityOf(severity), Off: severity == "off",
				From: r.Get(ColFrom).Date, Reason: r.Get(ColRemark).Text, Approver: r.Get(ColApprover).Text, Rec: r})
			continue
		}
		if severity == "off" {
			continue
		}
		rule := Rule{Code: r.Get(ColCode).Text, Form: r.Get(ColForm).Key, Source: r.Get(ColFormula).Text, Message: r.Get(ColMessage).Text,
			Severity: severityOf(severity), From: r.Get(ColFrom).Date, Own: true, Place: r.Place(ColFormula)}
		p.Rules = append(p.Rules, rule)
	}
}

// severityOf gives the severity that a choice of 级别 stands for: an error if it is blank.
func severityOf(key string) Severity {
	switch key {
	case "warning":
		return Warning
	case "info":
		return Info
	}
	return Problem
}
