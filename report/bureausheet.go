package report

import (
	"strings"

	"duban/workbook"
	"duban/workbook/sheet"
)

// bureauSheet has a row of sums for each bureau, ordered by category and then by rank.
func (k *consolidated) bureauSheet() *sheet.Sheet {
	fields := []field{{key: workbook.ColCategory, width: 12}, {key: workbook.ColBureau, width: max(19, k.linkedWidth)}, {key: "leads", width: 8, format: sheet.Integer, align: sheet.AlignCenter}}
	fields = append(fields, k.tallyFields()...)
	fields = append(fields,
		field{key: "supports", width: 8, format: sheet.Integer, align: sheet.AlignCenter},
		field{key: "rank", width: 10.5, format: sheet.Integer, align: sheet.AlignCenter},
	)
	before := map[string]int{}
	if k.before != nil {
		fields = append(fields, field{key: "prior-rank", width: 10.5, format: sheet.Integer, align: sheet.AlignCenter}, field{key: "place-change", width: 10.5, align: sheet.AlignCenter})
		for _, s := range k.before.byBureau() {
			before[s.Bureau.CodeNow()] = s.Rank
		}
	}
	fields = append(fields, field{key: "outcome", width: 12, align: sheet.AlignCenter})
	shown := len(fields)
	fields = append(fields, field{key: colMean, width: 16, hidden: true}, field{key: chartPrefix + workbook.ColBureau, width: 16, hidden: true})
	for _, l := range lights() {
		fields = append(fields, field{key: chartPrefix + lightKey(l), width: 8, hidden: true})
	}
	t := k.newTable("bureaus", tableHeadRow, fields)
	t.s.Layout.FreezeCols = 2
	k.bureaus, k.sumRow, k.sums = t, map[*BureauSum]int{}, k.l.bureauOrder()
	k.nameTallyHeads(t)
	for i, f := range fields {
		if strings.HasPrefix(f.key, chartPrefix) {
			t.s.Cell(sheet.At(t.head, i+1)).Value = sheet.Str(k.c.T("report.chart-data"))
		}
	}
	L := k.ledger
	outcomes := map[*workbook.Bureau]Outcome{}
	if k.l.Register != nil {
		for _, r := range k.l.Register.Rows {
			outcomes[r.Bureau] = r.Outcome
		}
	}
	for i, s := range k.sums {
		k.sumRow[s] = t.add(sheet.Body, func() {
			t.put(workbook.ColCategory, sheet.Str(k.category(s.Bureau.Category)))
			name := t.put(workbook.ColBureau, sheet.Str(s.Bureau.Name))
			if name.Role = sheet.BodyStrong; k.detailRow[s] > 0 {
				name.Role, name.Extra = sheet.Link, k.details.link(k.detailRow[s])
			}
			of := L.span(workbook.ColBureau) + "," + criterion(s.Bureau.Name, t.ref(workbook.ColBureau))
			k.tally(t, s.Tally, of+","+L.span(colCountPart)+",1")
			t.compute("leads", "COUNTIFS("+of+","+L.span(colCountTask)+",1)", sheet.Int(s.Leads))
			t.compute("supports", "COUNTIFS("+of+","+L.span(colCountRole)+","+inQuotes(k.role(workbook.RoleSupport))+")", sheet.Int(s.Supports))
			if o, ok := outcomes[s.Bureau]; ok {
				t.put("outcome", sheet.Str(k.outcome(o))).Role = outcomeRole(o)
			} else {
				t.put("outcome", sheet.Str(k.outcome(NotAsked))).Role = sheet.Body
			}
			k.rank(t, s)
			if k.before != nil {
				k.placeChange(t, s, before[s.Bureau.CodeNow()])
			}
			if i < len(k.charted) {
				k.chartBureau(t, k.charted[i])
			}
		})
	}
	if t.empty() {
		return k.finish(t)
	}
	t.s.Layout.Bars = append(t.s.Layout.Bars, sheet.Bar{Range: sheet.Rect(t.head+1, t.at[colMeanDone], t.end, t.at[colMeanDone]), Max: 100, Role: sheet.Total})
	s := k.finish(t)
	note := t.end + 1
	s.Put(sheet.At(note, 1), sheet.Cell{Role: sheet.Guide, Value: sheet.Str(k.c.T("report.bureaus-note"))})
	s.Merges = append(s.Merges, sheet.Rect(note, 1, note, shown))
	// The chart stands outside the print area: on paper the overview has the lights by bureau.
	ch := k.stackedLights(t, "chart-bureau-lights", workbook.ColBureau, len(k.sums), sheet.At(note+2, 1))
	longest := 0
	for _, sum := range k.sums {
		longest = max(longest, sum.lit())
	}
	ch.AxisStep = lightStep(longest)
	ch.To = sheet.At(note+5+len(k.sums), 14)
	s.Layout.Charts = append(s.Layout.Charts, ch)
	s.Layout.Print.Area = sheet.Rect(1, 1, note, shown)
	return s
}

// rank fills in a bureau's rank within its category, by the mean to nine decimals; a dash for a bureau that is not scored.
func (k *consolidated) rank(t *table, s *BureauSum) {
	if !s.Bureau.Scored {
		t.put("rank", sheet.Str("—"))
		return
	}
	L := k.ledger
	where := L.span(workbook.ColBureau) + "," + criterion(s.Bureau.Name, t.ref(workbook.ColBureau)) + "," + L.span(colCountPart) + ",1," + L.span(colCountRatio) + ",\">=0\""
	mean, place := sheet.Str(""), sheet.Str("—")
	if s.Completion.Known {
		mean, place = sheet.Num(s.Completion.V), sheet.Int(s.Rank)
	}
	t.compute(colMean, "IF(COUNTIFS("+where+")=0,\"\",ROUND(AVERAGEIFS("+L.span(colCountRatio)+","+where+"),9))", mean)
	t.compute("rank", "IF(ISNUMBER("+t.ref(colMean)+"),COUNTIFS("+t.inner(workbook.ColCategory, t.head+len(k.sums))+","+
		criterion(k.category(s.Bureau.Category), t.ref(workbook.ColCategory))+","+t.inner(colMean, t.head+len(k.sums))+",\">\"&"+t.ref(colMean)+")+1,\"—\")", place)
}

// placeChange says by how many places a bureau moved since the period before; was is its rank then, 0 if it had none. The words are a
// formula over the present rank.
func (k *consolidated) placeChange(t *table, s *BureauSum, was int) {
	prior, change := sheet.Str("—"), "—"
	if was > 0 {
		prior = sheet.Int(was)
		if s.Rank > 0 {
			change = k.moved(was - s.Rank)
		}
	}
	t.put("prior-rank", prior)
	moved := t.ref("prior-rank") + "-" + t.ref("rank")
	t.compute("place-change", "IF(AND(ISNUMBER("+t.ref("rank")+"),ISNUMBER("+t.ref("prior-rank")+")),IF("+moved+">0,"+inQuotes(k.c.T("report.up"))+"&("+moved+"),IF("+moved+"<0,"+
		inQuotes(k.c.T("report.down"))+"&-("+moved+"),"+inQuotes(k.c.T("report.unmoved"))+")),\"—\")", sheet.Str(change))
}

func outcomeRole(o Outcome) sheet.Role {
	switch o {
	case Missing, SentBack:
		return sheet.Alert
	case Late:
		return sheet.Warn
	}
	return sheet.Body
}
