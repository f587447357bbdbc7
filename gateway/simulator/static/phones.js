// The page of phones. Everything people write is shown with textContent only.

const POLL = 700; // milliseconds
const PHONES = [
  { key: "sms", title: "SMS", account: "Nomor ponsel ini", hint: "Tulis SMS", stop: "Kirim STOP" },
  { key: "whatsapp", title: "WhatsApp", account: "Nomor ponsel ini", hint: "Ketik pesan", stop: "Kirim STOP" },
  { key: "telegram", title: "Telegram", account: "ID obrolan ini", hint: "Tulis pesan", stop: "Blokir bot" },
  { key: "admin", title: "Admin", account: "Akun admin", hint: "Tulis jawaban", stop: "Berhenti berlangganan" },
];
const ATTACHMENTS = [
  { key: "photo", label: "Foto contoh", send: { media: "photo" } },
  { key: "upload", label: "Unggah berkas" },
  { key: "location", label: "Lokasi" },
  { key: "voice", label: "Pesan suara", send: { media: "voice" } },
  { key: "document", label: "Dokumen contoh", send: { media: "document" } },
  { key: "contact", label: "Kontak saya", send: { contact: true } },
];
const STATUS = { sending: "…", sent: "✓", failed: "Gerbang tidak menerima", fetched: "✓ diambil kemudian" };
const FILES = { voice: "Pesan suara", audio: "Rekaman", video: "Video", document: "Dokumen", sticker: "Stiker", contact: "Kontak" };

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  const { text, on = {}, ...rest } = attributes;
  for (const [name, value] of Object.entries(rest)) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter(Boolean));
  return element;
}

function withLinks(text) {
  return text.split(/(https?:\/\/\S+)/).map((piece) => (/^https?:/.test(piece) ? make("a", { href: piece, target: "_blank", rel: "noreferrer", text: piece }) : piece));
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

class Phone {
  constructor(spec, accounts, gateway) {
    this.spec = spec;
    this.gateway = gateway;
    this.account = accounts[0];
    this.section = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.section.id = spec.key;
    this.section.dataset.testid = `phone-${spec.key}`;
    this.section.setAttribute("aria-label", `Ponsel ${spec.title}`);
    this.part = (name) => this.section.querySelector(`.${name}`);
    this.shown = false;
    this.addAccount(accounts);
    this.addMenu();
    this.addComposer();
    this.keepAtEnd();
    this.part("quoting").querySelector("button").addEventListener("click", () => this.quote(null));
    this.clear();
  }

  get path() {
    return `/phones/${this.account.channel}/${encodeURIComponent(this.account.id)}`;
  }

  addAccount(accounts) {
    const row = this.part("account");
    row.querySelector("span").textContent = this.spec.account;
    if (this.spec.key === "admin") {
      const options = accounts.map((one, i) => make("option", { value: i, text: `${one.label} · ${one.channel} ${one.id}` }));
      const select = make("select", { "data-testid": "account" }, ...options);
      select.addEventListener("change", () => this.become(accounts[select.value]));
      row.append(select);
      this.desks = { accounts, select, options, seen: accounts.map((one) => one.last) };
      return;
    }
    const input = make("input", { value: this.account.id, inputmode: "tel", "data-testid": "account" });
    input.addEventListener("change", () => this.become({ ...this.account, id: input.value.trim() || this.account.id }));
    row.append(input);
  }

  addMenu() {
    const menu = this.part("menu");
    const item = make("button", { type: "button", text: this.spec.stop, "data-testid": "stop" });
    item.addEventListener("click", () => {
      menu.open = false;
      this.do("stop", {});
    });
    menu.querySelector(".sheet").append(item);
  }

  addComposer() {
    const form = this.part("compose");
    const input = form.elements.text;
    input.placeholder = this.spec.hint;
    input.setAttribute("aria-label", `${this.spec.hint} di ${this.spec.title}`);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.sendText(input);
    });
    const attach = this.part("attach");
    const sheet = attach.querySelector(".sheet");
    for (const one of ATTACHMENTS) {
      const button = make("button", { type: "button", text: one.label, "data-testid": `attach-${one.key}` });
      button.addEventListener("click", () => {
        attach.open = false;
        this.attach(one);
      });
      sheet.append(button);
    }
    this.part("file").addEventListener("change", (event) => this.upload(event.target));
    input.addEventListener("input", () => this.count(input.value));
  }

  keepAtEnd() {
    const screen = this.part("screen");
    this.pinned = true;
    screen.addEventListener("scroll", () => {
      this.pinned = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 80;
    });
    new ResizeObserver(() => this.scroll()).observe(screen);
  }

  scroll() {
    const screen = this.part("screen");
    if (this.pinned) screen.scrollTop = screen.scrollHeight;
  }

  clear() {
    this.version = 0;
    this.bubbles = new Map();
    this.messages = new Map();
    this.seen = 0;
    this.editing = null;
    this.hiddenKeyboard = 0;
    this.quote(null);
    this.part("screen").replaceChildren(make("li", { class: "empty", text: "Belum ada pesan." }));
    this.part("keyboard").hidden = true;
    const { channel } = this.account;
    const admin = this.spec.key === "admin";
    this.section.dataset.channel = channel;
    this.part("who").querySelector("h2").textContent = admin ? this.account.label : "Satu Pintu";
    const names = { sms: "SMS", whatsapp: "WhatsApp", telegram: "Telegram" };
    this.where = `${names[channel]} · ${this.gateway[channel]}`;
    this.pinned = true;
    this.part("attach").hidden = channel === "sms";
    this.part("counter").hidden = channel !== "sms";
    this.count(this.part("compose").elements.text.value);
  }

  become(account) {
    this.account = account;
    this.clear();
    this.poll();
  }

  async do(what, body) {
    this.section.classList.add("busy");
    try {
      await post(`${this.path}/${what}`, body);
    } catch {
      this.warn();
    } finally {
      this.section.classList.remove("busy");
    }
    await this.poll();
  }

  warn() {
    this.part("line").textContent = "Simulator tidak menjawab";
  }

  send(body) {
    const reply = this.quoted ? { reply_to: this.quoted } : {};
    this.quote(null);
    const name = this.spec.key === "admin" || this.account.channel === "sms" ? {} : { name: this.account.label };
    return this.do("send", { ...name, ...body, ...reply });
  }

  sendText(input) {
    const text = input.value;
    if (!text.trim()) return;
    input.value = "";
    this.count("");
    if (this.editing) {
      const message = this.editing;
      this.quote(null);
      this.do("edit", { message, text });
      return;
    }
    this.send({ text });
  }

  attach(one) {
    if (one.key === "upload") this.part("file").click();
    else if (one.key === "location") askPlace((location) => this.send({ location }));
    else this.send(one.send);
  }

  upload(input) {
    const [file] = input.files;
    if (!file) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const kinds = { image: "photo", audio: "audio" };
      const kind = kinds[file.type.split("/")[0]] ?? "document";
      const data = reader.result.slice(reader.result.indexOf(",") + 1);
      this.send({ media: { kind, type: file.type, name: file.name, data } });
      input.value = "";
    });
    reader.readAsDataURL(file);
  }

  count(text) {
    if (this.account.channel !== "sms") return;
    clearTimeout(this.counting);
    this.counting = setTimeout(async () => {
      const { characters, parts, encoding } = await post("/segments", { text });
      const room = encoding === "GSM-7" ? 160 : 70;
      this.part("counter").textContent = `${characters}/${room} · ${parts} SMS · ${encoding}`;
      this.part("counter").classList.toggle("over", parts > 1);
    }, 120);
  }

  quote(message, edit = false) {
    const bar = this.part("quoting");
    bar.hidden = !message;
    this.quoted = message && !edit ? message.n : null;
    this.editing = message && edit ? message.n : null;
    if (!message) return;
    bar.querySelector(".words").textContent = `${edit ? "Menyunting" : "Membalas"}: ${message.text || "lampiran"}`;
    const input = this.part("compose").elements.text;
    if (edit) input.value = message.text;
    input.focus();
  }

  async poll() {
    const path = this.path;
    let answer;
    try {
      answer = await fetch(`${path}/messages?since=${this.version}`);
    } catch {
      this.warn();
      return;
    }
    if (path !== this.path || !answer.ok) return;
    const stopped = answer.headers.get("X-Stopped") === "1";
    this.part("line").textContent = stopped ? "Anda berhenti menerima pesan" : this.where;
    if (Number(answer.headers.get("X-Version")) < this.version) this.clear();
    else this.take(await answer.json());
  }

  take(messages) {
    if (!messages.length) {
      this.look();
      return;
    }
    const screen = this.part("screen");
    screen.querySelector(".empty")?.remove();
    for (const message of messages) this.show(screen, message);
    this.showKeyboard();
    this.scroll();
    this.look();
  }

  show(screen, message) {
    if ((this.messages.get(message.n)?.version ?? 0) >= message.version) return;
    const before = this.bubbles.get(message.n);
    const after = this.draw(message);
    this.version = Math.max(this.version, message.version);
    this.messages.set(message.n, message);
    this.bubbles.set(message.n, after);
    if (before) before.replaceWith(after);
    else screen.append(after);
  }

  draw(message) {
    const bubble = make("div", { class: `bubble ${message.direction}`, "data-testid": "bubble", "data-n": message.n });
    if (message.error && message.status === "failed") bubble.classList.add("lost");
    const quoted = this.messages.get(message.reply_to);
    if (quoted) bubble.append(make("p", { class: "quoted", text: quoted.text || "lampiran" }));
    for (const media of message.media) bubble.append(this.drawMedia(media));
    if (message.location) bubble.append(this.drawPlace(message.location));
    if (message.contact && !message.media.length) bubble.append(make("p", { class: "card", text: `Kontak ${message.contact.first_name}, ${message.contact.phone_number}` }));
    if (message.text) bubble.append(make("p", { class: "text" }, ...withLinks(message.text)));
    bubble.append(this.drawFoot(message));
    const row = make("li", { class: message.direction }, bubble);
    if (message.buttons.length) bubble.append(this.drawChoices(message));
    if (message.notice) bubble.append(make("p", { class: "notice", text: message.notice }));
    return row;
  }

  drawMedia(media) {
    if (media.kind === "photo" && media.url.startsWith("/media/")) {
      return make("img", { class: "photo", src: media.url, alt: media.name, width: 240, height: 160 });
    }
    return make("a", { class: "file-card", href: media.url, rel: "noreferrer", text: `${FILES[media.kind] ?? "Berkas"} · ${media.name}` });
  }

  drawPlace({ latitude, longitude, label }) {
    const words = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
    return make("p", { class: "card pin", text: label ? `${label} (${words})` : `Lokasi ${words}` });
  }

  drawFoot(message) {
    const time = new Date(message.at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" });
    const facts = [time];
    if (message.parts) facts.push(`${message.characters} huruf`, `${message.parts} SMS`);
    if (message.edited) facts.push("disunting");
    if (message.direction === "out") facts.push(STATUS[message.status] ?? message.status);
    if (message.error && message.status === "failed") facts.push(`Tidak sampai (${message.error})`);
    return make("p", { class: "foot" }, make("span", { text: facts.join(" · ") }), ...this.drawTools(message));
  }

  drawTools(message) {
    const { channel } = this.account;
    if (channel === "sms") return [];
    if (message.direction === "in") {
      return [make("button", { type: "button", class: "tool", text: "Balas", "data-testid": "reply", on: { click: () => this.quote(message) } })];
    }
    if (channel !== "telegram" || !message.text) return [];
    return [make("button", { type: "button", class: "tool", text: "Sunting", "data-testid": "edit", on: { click: () => this.quote(message, true) } })];
  }

  drawChoices(message) {
    const choices = message.buttons.map((choice) => this.drawChoice(choice, message));
    if (!message.list_button) return make("div", { class: "choices" }, ...choices);
    const summary = make("summary", { class: "open-list", text: message.list_button, "data-testid": "open-list" });
    return make("details", { class: "choices list" }, summary, ...choices);
  }

  drawChoice(choice, message) {
    if (choice.url) return make("a", { class: "choice", href: choice.url, rel: "noreferrer", text: choice.title });
    const button = make("button", { type: "button", class: "choice", text: choice.title });
    if (choice.description && choice.description !== choice.title) button.append(make("small", { text: choice.description }));
    if (message.pressed === choice.id) button.classList.add("pressed");
    button.addEventListener("click", () => this.do("press", { button: choice.id, message: message.n }));
    return button;
  }

  showKeyboard() {
    const holder = [...this.messages.values()].filter((one) => one.keyboard !== null).at(-1);
    const keys = holder && holder.n > this.hiddenKeyboard ? holder.keyboard : [];
    const board = this.part("keyboard");
    board.hidden = !keys.length;
    const buttons = keys.map((key) => {
      const button = make("button", { type: "button", class: "choice", text: key.title });
      button.addEventListener("click", () => {
        this.hiddenKeyboard = holder.n;
        board.hidden = true;
        this.do("press", { button: key.id, message: holder.n });
      });
      return button;
    });
    board.replaceChildren(...buttons);
  }

  async watchDesks() {
    const { accounts, select, options, seen } = this.desks;
    const { administrators } = await (await fetch("/phones")).json();
    administrators.forEach((one, i) => {
      const here = accounts[i] === this.account;
      if (here) seen[i] = one.last;
      const name = `${one.label} · ${one.channel} ${one.id}`;
      options[i].textContent = one.last > seen[i] ? `● ${name}` : name;
    });
    const waiting = administrators.findIndex((one, i) => one.last > seen[i]);
    const idle = !this.messages.size && !this.section.contains(document.activeElement);
    if (waiting < 0 || !idle) return;
    select.value = waiting;
    this.become(accounts[waiting]);
  }

  look() {
    const last = Math.max(0, ...[...this.messages.values()].filter((one) => one.direction === "in").map((one) => one.n));
    const fresh = last > this.seen;
    this.tab?.classList.toggle("fresh", fresh && !this.shown);
    if (!fresh || !this.shown || document.hidden) return;
    this.seen = last;
    if (this.account.channel === "whatsapp") post(`${this.path}/seen`, { message: last }).catch(() => this.warn());
  }
}

function askPlace(done) {
  const dialog = document.querySelector("dialog.place");
  const { preset, latitude, longitude } = dialog.querySelector("form").elements;
  const fill = () => ([latitude.value, longitude.value] = preset.value.split(","));
  preset.onchange = fill;
  fill();
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "send") done({ latitude: Number(latitude.value), longitude: Number(longitude.value) });
  };
  dialog.showModal();
}

function addTabs(phones) {
  const tabs = document.querySelector(".tabs");
  for (const phone of phones) {
    phone.tab = make("button", { type: "button", text: phone.spec.title, "data-testid": `tab-${phone.spec.key}` });
    phone.tab.addEventListener("click", () => phone.section.scrollIntoView({ inline: "center", block: "nearest" }));
    tabs.append(phone.tab);
  }
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const phone = phones.find((one) => one.section === entry.target);
      phone.shown = entry.isIntersecting;
      phone.tab.setAttribute("aria-current", String(phone.shown));
    }
  }, { threshold: 0.6 });
  for (const phone of phones) watcher.observe(phone.section);
}

function closeSheetsElsewhere(event) {
  for (const open of document.querySelectorAll("details.menu[open], details.attach[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
}

async function pollForever(phone) {
  if (!document.hidden) await phone.poll();
  setTimeout(() => pollForever(phone), POLL);
}

async function watchForever(phone) {
  if (!document.hidden) await phone.watchDesks().catch(() => phone.warn());
  setTimeout(() => watchForever(phone), 2 * POLL);
}

async function addOutage() {
  const box = document.querySelector(".outage input");
  box.checked = (await (await fetch("/outage")).json()).on;
  box.addEventListener("change", () => post("/outage", { on: box.checked }));
}

async function start() {
  const { citizens, administrators, gateway } = await (await fetch("/phones")).json();
  const accounts = (key) => (key === "admin" ? administrators : citizens.filter((one) => one.channel === key));
  const phones = PHONES.filter((spec) => accounts(spec.key).length).map((spec) => new Phone(spec, accounts(spec.key), gateway));
  document.querySelector(".phones").append(...phones.map((phone) => phone.section));
  addTabs(phones);
  addOutage();
  document.addEventListener("click", closeSheetsElsewhere);
  phones.forEach(pollForever);
  phones.filter((phone) => phone.desks).forEach(watchForever);
}

start();
