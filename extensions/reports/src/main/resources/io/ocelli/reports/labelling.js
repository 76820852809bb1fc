"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const keys = "123456789abcdefghijklmnopqrstuvwxyz";
  const store = "ocelli:" + data.pictures.map(each => each.path).join("|");
  const classes = data.classes.slice();
  const said = {};
  let at = 0;

  const find = id => document.getElementById(id);
  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  function remember() {
    try {
      localStorage.setItem(store, JSON.stringify({classes, said}));
    } catch (refused) {
      // Some browsers keep nothing of pages that are files: the CSV is what counts.
    }
  }

  function recall() {
    try {
      const before = JSON.parse(localStorage.getItem(store) || "{}");
      (before.classes || []).filter(each => !classes.includes(each)).forEach(each => classes.push(each));
      Object.assign(said, before.said || {});
    } catch (refused) {
      // As above.
    }
  }

  function label(name) {
    said[data.pictures[at].path] = name;
    remember();
    at = Math.min(at + 1, data.pictures.length - 1);
    show();
  }

  // A label leads on to the next picture: what was just said is that of the one before.
  function takeBack() {
    if (said[data.pictures[at].path] === undefined) {
      at = Math.max(0, at - 1);
    }
    delete said[data.pictures[at].path];
    remember();
    show();
  }

  function go(place) {
    at = Math.max(0, Math.min(place, data.pictures.length - 1));
    show();
  }

  function csv() {
    const field = text => '"' + text.replace(/"/g, '""') + '"';
    const lines = data.pictures
      .filter(each => said[each.path] !== undefined)
      .map(each => field(each.path) + "," + field(said[each.path]));
    return ["path,label"].concat(lines).join("\n") + "\n";
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], {type: "text/csv"}));
    link.download = "labels.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function buttons() {
    find("classes").replaceChildren(...classes.map((name, i) => {
      const button = element("button", "");
      button.type = "button";
      if (i < keys.length) {
        button.append(element("kbd", keys[i]));
      }
      button.append(name);
      button.onclick = () => label(name);
      return button;
    }));
  }

  function grid() {
    find("grid").replaceChildren(...data.pictures.map((each, i) => {
      const button = element("button", "");
      const image = element("img", "");
      image.src = each.picture;
      image.alt = "picture " + (i + 1);
      const text = element("span", "");
      text.className = "said";
      button.type = "button";
      button.append(image, text);
      button.onclick = () => go(i);
      return button;
    }));
  }

  function show() {
    const each = data.pictures[at];
    find("picture").src = each.picture;
    find("picture").alt = "picture " + (at + 1) + " of " + data.pictures.length;
    const now = said[each.path];
    find("about").textContent = each.path + " - "
      + (now === undefined ? "the classifier says " + each.guess + ", " + (100 * each.confidence).toFixed(0) + " %" : now);
    Array.from(find("grid").children).forEach((button, i) => {
      button.setAttribute("aria-current", String(i === at));
      button.lastChild.textContent = said[data.pictures[i].path] || "";
    });
    const done = data.pictures.filter(picture => said[picture.path] !== undefined).length;
    find("status").textContent = done + " of " + data.pictures.length + " labelled";
  }

  document.addEventListener("keydown", event => {
    if (event.target.tagName === "INPUT" || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const place = keys.indexOf(event.key);
    if (place >= 0 && place < classes.length) {
      label(classes[place]);
    } else if (event.key === "Enter" && event.target.tagName !== "BUTTON") {
      label(data.pictures[at].guess);
    } else if (event.key === "ArrowRight") {
      go(at + 1);
    } else if (event.key === "ArrowLeft") {
      go(at - 1);
    } else if (event.key === "Backspace") {
      takeBack();
    } else {
      return;
    }
    event.preventDefault();
  });
  find("download").onclick = download;
  find("more").onsubmit = event => {
    const name = find("name").value.trim();
    if (name && !classes.includes(name)) {
      classes.push(name);
      remember();
      buttons();
    }
    find("name").value = "";
    find("name").blur();
    event.preventDefault();
  };
  recall();
  buttons();
  grid();
  show();
})();
