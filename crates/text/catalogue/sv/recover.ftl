# Länkar i e-post: glömt lösenord, inbjudan, pass för att lägga till på nytt.
recover-heading = Välj ett nytt lösenord
recover-explanation = Skriv ditt användarnamn, så skickar vi en länk med e-post.
recover-send = Skicka länken

recover-sent-heading = Titta i din e-post
recover-sent-explanation = Om det finns ett konto med det namnet har vi skickat en länk till kontots e-postadress.
recover-sent-until = Den fungerar till { $time }.
recover-sent-none = Har inget kommit efter några minuter? Titta också i skräpposten och kontrollera att användarnamnet var rätt.
recover-sent-again = Skicka länken igen

recover-link-heading-password = Välj ett nytt lösenord
recover-link-heading-invitation = Välkommen till { $organisation }
recover-link-heading-pass = Lägg till ett nytt andra steg
recover-link-password = Fortsätt, så får du välja ett nytt lösenord till ditt konto. Har du inte bett om det här kan du stänga sidan: inget ändras.
recover-link-invitation = Du har fått ett konto. Fortsätt, så får du välja ditt lösenord.
recover-link-pass = Supporten har gett dig ett pass. Med det kan du lägga till ett nytt andra steg, en gång. Logga först in med ditt lösenord.
recover-link-until = Länken fungerar till

recover-dead-heading = Länken fungerar inte längre
recover-dead-explanation = Den är redan använd, för gammal eller ersatt av en nyare.
recover-dead-again = Skicka en ny länk
recover-dead-ask = Be om en ny:

recover-new-heading = Välj ett nytt lösenord
recover-first-heading = Välj ditt lösenord
recover-new-label = Nytt lösenord
recover-new-hint = Minst { $least } tecken. Alla tecken räknas: bokstäver på alla språk, mellanslag och skiljetecken.
recover-new-advice = Fyra eller fem ord som inte hör ihop är lätta att minnas och svåra att gissa. En lösenordshanterare kan göra ett åt dig.
recover-new-save = Spara lösenordet
recover-new-second-step = Har du ett andra steg frågar vi efter det som vanligt när du loggar in.
recover-identify = Visa vem du är med { $name } och välj ett nytt lösenord
    .about = Då går du vidare utan mejl och utan supporten
recover-identify-second-step = Visa vem du är med { $name } och lägg till ett nytt andra steg
    .about = Då går du vidare utan supporten
