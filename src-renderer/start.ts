// The page itself, once it is safe to make schemas.
import '@fontsource-variable/inter/wght.css'
import './style/tokens.css'
import './style/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { lab } from './lab/lab.svelte.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no element with the id "app".')
mount(App, { target })
void lab.start()
