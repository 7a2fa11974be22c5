import { INSIDE } from './init/inside-paths.js';
import { START_HOST } from './gate/start-page.js';

/** Values of Chromium's Default…Setting policies. */
const BLOCKED = 2;

/**
 * Chromium's managed policies: what the customer cannot switch on again. The gate, not `URLBlocklist`, is what keeps
 * addresses closed; the list only keeps the browser from showing the sandbox's own files.
 * chromeenterprise.google/policies
 */
export function browserPolicies(startUrl: string): Record<string, unknown> {
  return {
    URLBlocklist: ['file://*', 'view-source:*'],
    ExtensionInstallBlocklist: ['*'],
    BlockExternalExtensions: true,
    NativeMessagingBlocklist: ['*'],
    BrowserGuestModeEnabled: false,
    BrowserAddPersonEnabled: false,
    // Nothing of the customer leaves for an account of somebody's.
    BrowserSignin: 0,
    SyncDisabled: true,
    PasswordManagerEnabled: false,
    AutofillAddressEnabled: false,
    AutofillCreditCardEnabled: false,
    MetricsReportingEnabled: false,
    SearchSuggestEnabled: false,
    SpellCheckServiceEnabled: false,
    TranslateEnabled: false,
    // Every byte goes through the gate.
    WebRtcIPHandling: 'disable_non_proxied_udp',
    QuicAllowed: false,
    DnsOverHttpsMode: 'off',
    NetworkPredictionOptions: BLOCKED,
    ComponentUpdatesEnabled: false,
    // Devices that are not there.
    PrintingEnabled: false,
    EnableMediaRouter: false,
    AudioCaptureAllowed: false,
    VideoCaptureAllowed: false,
    ScreenCaptureAllowed: false,
    DefaultGeolocationSetting: BLOCKED,
    DefaultNotificationsSetting: BLOCKED,
    DefaultSensorsSetting: BLOCKED,
    DefaultSerialGuardSetting: BLOCKED,
    DefaultWebBluetoothGuardSetting: BLOCKED,
    DefaultWebHidGuardSetting: BLOCKED,
    DefaultWebUsbGuardSetting: BLOCKED,
    // A quiet first view.
    HomepageLocation: startUrl,
    HomepageIsNewTabPage: false,
    NewTabPageLocation: startUrl,
    ShowHomeButton: true,
    HttpAllowlist: [START_HOST],
    BookmarkBarEnabled: false,
    DefaultBrowserSettingEnabled: false,
    PromotionsEnabled: false,
    BackgroundModeEnabled: false,
    // A tab that was put to sleep is one that the agent and the customer find empty; the cgroup bounds memory.
    HighEfficiencyModeEnabled: false,
    DownloadDirectory: INSIDE.downloads,
  };
}
