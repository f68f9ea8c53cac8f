using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>Neutron's REST API, as an administrator uses it.</summary>
internal sealed class NeutronApi : IDisposable
{
    public const int Port = 9696;

    private const string Project = "5d3c1b0a6f7e48d29a1b2c3d4e5f6071";

    private readonly HttpClient _client;

    /// <param name="port">Where the server listens.</param>
    public NeutronApi(int port = Port)
    {
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/v2.0/"), Timeout = TimeSpan.FromSeconds(60) };
        foreach ((string name, string value) in new[] { ("X-Project-Id", Project), ("X-Tenant-Id", Project), ("X-User-Id", "admin"), ("X-Roles", "admin") })
            _client.DefaultRequestHeaders.Add(name, value);
    }

    /// <summary>Whether the server answers.</summary>
    public async Task<bool> IsUpAsync()
    {
        try
        {
            using HttpResponseMessage response = await _client.GetAsync(new Uri("/", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            // A connection that is reset as soon as it stands comes as the bare error of the socket.
            return false;
        }
    }

    /// <summary>A thing or a list of things: <c>GET networks/…</c>.</summary>
    public async Task<JsonNode> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path, null))!;

    /// <summary>Makes a thing; <c>PostAsync("networks", "network", …)</c> returns the network.</summary>
    public async Task<JsonNode> PostAsync(string path, string kind, JsonObject content) => (await SendAsync(HttpMethod.Post, path, new JsonObject { [kind] = content }))![kind]!;

    /// <summary>Makes many things at once; <c>PostManyAsync("networks", …)</c> returns the networks in the same order.</summary>
    public async Task<IReadOnlyList<JsonNode>> PostManyAsync(string path, IEnumerable<JsonObject> contents) =>
        [.. (await SendAsync(HttpMethod.Post, path, new JsonObject { [path] = new JsonArray([.. contents]) }))![path]!.AsArray().Select(made => made!)];

    /// <summary>Changes a thing.</summary>
    public async Task<JsonNode> PutAsync(string path, string kind, JsonObject content) => (await SendAsync(HttpMethod.Put, path, new JsonObject { [kind] = content }))![kind]!;

    /// <summary>A request with a body that is no thing of its own, such as <c>agents/…/dhcp-networks</c>.</summary>
    public Task PostAsync(string path, JsonObject content) => SendAsync(HttpMethod.Post, path, content);

    /// <summary>Deletes a thing; one that is gone already is fine.</summary>
    public async Task DeleteAsync(string path)
    {
        using HttpResponseMessage response = await _client.DeleteAsync(new Uri(path, UriKind.Relative));
        if (response.StatusCode != HttpStatusCode.NotFound)
            await CheckAsync(HttpMethod.Delete, path, response);
    }

    /// <summary>The agent of a type on a host; null where the server knows of none.</summary>
    public async Task<JsonNode?> FindAgentAsync(string type, string host) =>
        (await GetAsync($"agents?agent_type={Uri.EscapeDataString(type)}&host={Uri.EscapeDataString(host)}"))["agents"]!.AsArray().SingleOrDefault();

    /// <summary>Whether the server says that an agent is alive.</summary>
    public async Task<bool> IsAliveAsync(string type, string host) => await FindAgentAsync(type, host) is JsonNode agent && agent["alive"]!.GetValue<bool>();

    public void Dispose() => _client.Dispose();

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? content)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
        if (content is not null)
            request.Content = new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _client.SendAsync(request);
        string text = await CheckAsync(method, path, response);
        return text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    private static async Task<string> CheckAsync(HttpMethod method, string path, HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }
}
