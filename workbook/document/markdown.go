package document

import "strings"

// Markdown writes a document for pasting into editors, chats and web pages. Of a chart it writes the description.
func Markdown(d *Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case Paragraph:
			b.WriteString(mark(x.Role) + markdownText(x.Text) + unmark(x.Role))
		case Split:
			b.WriteString(markdownText(x.Left) + "　" + markdownText(x.Right) + "\n\n---")
		case Table:
			markdownTable(&b, x)
		case Chart:
			b.WriteString("*" + markdownText(x.Text) + "*")
		}
		b.WriteString("\n\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func mark(r Role) string {
	switch r {
	case Masthead, Title:
		return "# "
	case Heading1, AnnexMark:
		return "## "
	case Heading2:
		return "### "
	case Caption:
		return "**"
	case Placeholder, Note:
		return "*"
	}
	return ""
}

func unmark(r Role) string {
	switch r {
	case Caption:
		return "**"
	case Placeholder, Note:
		return "*"
	}
	return ""
}

// markdownText escapes what Markdown would take for marks. Marks of lists and quotations count only at the start of a line.
func markdownText(s string) string {
	s = strings.NewReplacer("\\", "\\\\", "*", "\\*", "_", "\\_", "`", "\\`", "<", "\\<", "[", "\\[", "|", "\\|", "#", "\\#", "\r", "", "\n", " ").Replace(s)
	if strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "+ ") || strings.HasPrefix(s, ">") {
		s = "\\" + s
	}
	return s
}

func markdownTable(b *strings.Builder, t Table) {
	line := func(cells []string) {
		b.WriteString("|")
		for i := range t.Columns {
			text := ""
			if i < len(cells) {
				text = markdownText(cells[i])
			}
			b.WriteString(" " + text + " |")
		}
		b.WriteString("\n")
	}
	heads := make([]string, len(t.Columns))
	rules := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = c.Heading
		rules[i] = [...]string{"---", ":-:", "--:"}[c.Align]
	}
	line(heads)
	b.WriteString("| " + strings.Join(rules, " | ") + " |\n")
	for _, r := range t.Rows {
		line(r.Cells)
	}
}

// Text writes a document as plain lines, for a message. It leaves out what the printer of a paper adds, and of a form it writes only
// the labels, one a line.
func Text(d *Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		switch x := block.(type) {
		case Paragraph:
			if x.Role != Placeholder {
				b.WriteString(x.Text + "\n")
			}
		case Split:
			b.WriteString(x.Left + "　　" + x.Right + "\n")
		case Table:
			textTable(&b, x, colon(d.Lang))
		case Chart:
			b.WriteString(x.Text + "\n")
		}
	}
	return b.String()
}

// colon separates a label from what is to be written beside it.
func colon(lang string) string {
	if lang == "en" {
		return ": "
	}
	return "："
}

func textTable(b *strings.Builder, t Table, colon string) {
	for _, r := range t.Rows {
		for i, cell := range r.Cells {
			cell = strings.ReplaceAll(cell, "\n", " ")
			switch {
			case t.Form && i%2 == 0:
				b.WriteString(cell + colon)
			case t.Form:
				b.WriteString(cell + "\n")
			case i > 0:
				b.WriteString("　" + cell)
			default:
				b.WriteString(cell)
			}
		}
		if !t.Form {
			b.WriteString("\n")
		}
	}
}
