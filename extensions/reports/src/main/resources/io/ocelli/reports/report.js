'use strict';
const data = JSON.parse(document.getElementById('pictures').textContent);
const shown = document.getElementById('shown');

function card(picture) {
  const figure = document.createElement('figure');
  const image = document.createElement('img');
  image.src = picture.image;
  image.alt = picture.name;
  const caption = document.createElement('figcaption');
  caption.textContent = picture.actual === undefined
    ? picture.name.replace(/^.*[\\/]/, '')
    : data.classes[picture.actual] + ' → ' + data.classes[picture.predicted] +
      ' ' + (100 * picture.confidence).toFixed(1) + ' %';
  figure.title = picture.name;
  figure.append(image, caption);
  return figure;
}

for (const place of document.querySelectorAll('[data-pictures]')) {
  for (const number of JSON.parse(place.dataset.pictures)) {
    const figure = card(data.pictures[number]);
    place.append(figure);
  }
}

for (const button of document.querySelectorAll('button[data-cell]')) {
  button.addEventListener('click', () => {
    document.querySelectorAll('button[aria-pressed]').forEach(each => each.removeAttribute('aria-pressed'));
    button.setAttribute('aria-pressed', 'true');
    const [actual, predicted] = button.dataset.cell.split(',').map(Number);
    const pictures = data.pictures.filter(each => each.actual === actual && each.predicted === predicted);
    const head = document.createElement('p');
    head.textContent = data.classes[actual] + ', predicted as ' + data.classes[predicted] + ': ' +
      pictures.length + ' of ' + button.dataset.count + ' pictures';
    const cards = document.createElement('div');
    cards.className = 'cards';
    cards.append(...pictures.map(card));
    shown.replaceChildren(head, cards);
  });
}
