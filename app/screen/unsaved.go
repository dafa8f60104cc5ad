package screen

// unsaved asks before a page is left with something ticked or typed that is not on
// the disk; leave then goes. It returns false where there is nothing to ask about.
func (k *Kiosk) unsaved(any bool, leave func()) bool {
	if any {
		k.Frame.Confirm(k.t("unsaved.title"), k.t("unsaved.text"), k.t("unsaved.leave"), k.t("unsaved.stay"), true, leave)
	}
	return any
}
