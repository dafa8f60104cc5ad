package screen

// AskToLeave asks before a kiosk's window closes: whoever is signed in is signed
// out by it, and nothing that was entered is lost.
func (k *Kiosk) AskToLeave(quit func()) {
	k.Frame.Confirm(k.t("leave.title"), k.t("leave.text"), k.t("leave.yes"), k.t("leave.no"), true, quit)
}
