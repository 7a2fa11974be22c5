/**
 * What guessers try first, in lower case and without blanks. Written after what leads the public lists of leaked
 * passwords; short ones, runs and repetitions are refused by rule and are not listed.
 */

/** As they stand. */
export const KNOWN_BAD_PASSWORDS: ReadonlySet<string> = new Set(
  `
0123456789a 0987654321a 1020304050 102030405060 1029384756 1122334455 11223344556 112233445566 1231231234
1234512345 12345123456 12345678900 1234567890123 1234567890a 1234567890q 1234567890z 1234567891 12345678910
123456789a 123456789q 1472583690 159753456852 1597534682 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc
7894561230 9876543210a 987654321a a123456789 a1234567890 a1b2c3d4e5 a1b2c3d4e5f6 aa12345678 aa123456789
abc123abc123 abcdefg123 abcdefg1234 admin123admin adminadmin adminadmin1 asdf1234asdf asdfasdfasdf asdfghjkl1
asdfghjkl123 azertyuiop azertyuiop1 azertyuiop123 blink182blink182 changemenow cheesecake
defaultpassword demopassword enterenter godislove1 goodmorning goodnight1 greenday123
guestguest heavenly123 hellohello1 ihatepasswords ilovejesus1 ilovemymom ilovemyself iloveyoubaby
iloveyouforever iloveyousomuch jesusislord jesuslovesme johncena123 letmeinnow letmeinplease linkinpark
linkinpark1 loveyouforever macbookpro1 manchesterunited narutouzumaki nopassword
nopassword1 opensesame1 opensesame123 passw0rd123 passwordpassword q123456789 q1w2e3r4t5 q1w2e3r4t5y6
qazwsx123456 qazwsxedcrfv qweasd123456 qweasdzxc1 qweasdzxc123 qwer1234tyui qwertyqwerty qwertyuiop1
qwertyuiop12 qwertyuiop123 qwertzuiop1 rootpassword rootroot12 scoobydoo1 secretpassword snickers123 supersecret
supersecret1 supersecret123 temppassword testingtesting testpassword testtest12 testtest123 thepassword
topsecret123 trustno1trustno1 undertaker watermelon welcomehome yourpassword z123456789 zaq12wsxcde3
zaq1zaq1zaq1 zxcvbnm123 zxcvbnm1234
`
    .trim()
    .split(/\s+/),
);

/** With nothing but digits and signs around them: `welcome2026!`. */
export const COMMON_WORDS: readonly string[] = `
abc abcd abcdef access admin administrator alexander android april arsenal asdfgh august australia
autumn azerty barcelona baseball basketball batman blackberry blessed blueberry butterfly california
changeit changeme charlie chelsea chocolate christopher computer contrasena daniel december default demo dragon
elizabeth eminem facebook february football fortnite friday godisgood google guest haslo hello
hellokitty helloworld hockey iloveu iloveyou instagram internet iphone january jennifer jessica jesuschrist
jordan july june juventus letmein linkedin liverpool login loveyou manchester march master metallica michael
microsoft minecraft monday monkey motdepasse mypassword myspace naruto newpassword nirvana november october
onedollar onedollaragent onedollardesktop parola password passwort pineapple pokemon princess qwerty qwertz
realmadrid roblox root samsung secret senha september shadow slipknot soccer spiderman spring starwars
strawberry summer sunshine superadmin superman temp temporary test testing thomas tinkerbell toor trustno
twitter user userpassword wachtwoord washington welcome whatever whatsapp windows winter youtube zxcvbn
`
  .trim()
  .split(/\s+/);
