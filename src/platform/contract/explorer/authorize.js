/** The dialog that asks for the key, or gets a token as a client: a native one, which keeps the focus, ends with Escape and gives the focus back. */
import { words } from './language.js'

/** An access token for a client, from the token endpoint. @throws Error with what the service says of it */
async function fetchToken(id, secret) {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
  // Else the browser asks for the password itself when the answer is 401.
  const answer = await fetch('/v1/oauth/token', { method: 'POST', body: form, credentials: 'omit' })
  const body = await answer.json()
  if (!answer.ok) throw new Error(body.error_description ?? body.detail)
  return body.access_token
}

export const authorizeDialog =
  (demoKey = '') =>
  ({ React }) => {
    const h = React.createElement

    function authorizationPopup({ authActions, authSelectors }) {
      const dialog = React.useRef(null)
      const [asClient, setAsClient] = React.useState(false)
      const [refusal, setRefusal] = React.useState('')
      // A token is sent as a key is.
      const [name, schema] = authSelectors
        .definitionsToAuthorize()
        .flatMap((each) => each.entrySeq())
        .find(([, scheme]) => scheme.get('type') === 'http')
      const authorized = authSelectors.authorized().has(name)
      React.useEffect(() => dialog.current.showModal(), [])
      const close = () => dialog.current.close()

      async function submit(event) {
        event.preventDefault()
        const [key, id, secret] = ['key', 'client', 'secret'].map((field) => new FormData(event.target).get(field)?.trim())
        try {
          if (authorized) authActions.logoutWithPersistOption([name])
          else authActions.authorizeWithPersistOption({ [name]: { name, schema, value: asClient ? await fetchToken(id, secret) : key } })
          close()
        } catch (error) {
          setRefusal(error.message)
        }
      }

      const field = (id, label, more) => [
        h('label', { key: `${id}-label`, htmlFor: `explorer-${id}` }, label),
        h('input', { key: id, id: `explorer-${id}`, name: id, required: true, autoComplete: 'off', spellCheck: false, ...more }),
      ]

      const ask = [
        ...field('key', words.key, { defaultValue: demoKey, required: !asClient, 'aria-describedby': 'explorer-key-note' }),
        h('p', { key: 'note', id: 'explorer-key-note' }, demoKey === '' ? words.keyStays : `${words.demoKey} ${words.keyStays}`),
        h(
          'details',
          { key: 'client', open: asClient, onToggle: ({ target }) => setAsClient(target.open) },
          h('summary', null, words.asClient),
          ...(asClient
            ? [...field('client', words.client), ...field('secret', words.secret, { type: 'password' }), h('p', { key: 'lasts' }, words.tokenLasts)]
            : []),
        ),
        h('p', { key: 'refusal', role: 'alert' }, refusal),
      ]
      return h(
        'dialog',
        { ref: dialog, className: 'explorer-dialog', 'aria-labelledby': 'explorer-dialog-title', onClose: () => authActions.showDefinitions(false) },
        h(
          'form',
          { onSubmit: submit },
          h('h2', { id: 'explorer-dialog-title' }, words.keyTitle),
          authorized ? h('p', null, words.authorized) : ask,
          h(
            'div',
            { className: 'explorer-buttons' },
            h('button', { type: 'submit', className: 'btn authorize', autoFocus: true }, authorized ? words.logout : words.authorize),
            h('button', { type: 'button', className: 'btn', onClick: close }, words.close),
          ),
        ),
      )
    }

    return { components: { authorizationPopup } }
  }
