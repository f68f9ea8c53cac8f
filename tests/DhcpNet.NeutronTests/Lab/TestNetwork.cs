using System.Text.Json.Nodes;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>A network in Neutron for one test, which takes it away again with all that is on it.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private readonly NeutronLab _lab;

    private TestNetwork(NeutronLab lab, Guid id, string name)
    {
        _lab = lab;
        Id = id;
        Name = name;
    }

    public Guid Id { get; }

    public string Name { get; }

    public string Namespace => $"qdhcp-{Id}";

    private NeutronApi Api => _lab.Api;

    /// <summary>Makes one, with a subnet a prefix.</summary>
    public static async Task<TestNetwork> CreateAsync(NeutronLab lab, params string[] prefixes)
    {
        string name = $"net-{Guid.NewGuid():N}"[..12];
        JsonNode made = await lab.Api.PostAsync("networks", "network", new JsonObject { ["name"] = name });
        TestNetwork network = new(lab, Guid.Parse(made["id"]!.GetValue<string>()), name);
        foreach (string prefix in prefixes)
            await network.AddSubnetAsync(prefix);
        return network;
    }

    /// <summary>Makes one that Neutron has this host's agent serve.</summary>
    public static async Task<TestNetwork> CreateHostedAsync(NeutronLab lab, params string[] prefixes)
    {
        await lab.RegisterHostAsync();
        TestNetwork network = await CreateAsync(lab, prefixes);
        await network.HostAsync();
        return network;
    }

    /// <summary>Makes many that Neutron has this host's agent serve, each with a subnet of its own.</summary>
    public static async Task<IReadOnlyList<TestNetwork>> CreateManyHostedAsync(NeutronLab lab, IReadOnlyList<string> prefixes)
    {
        await lab.RegisterHostAsync();
        List<TestNetwork> networks = [];
        // Some at once: one request takes the server some tenths of a second a network, and must not take a minute.
        foreach (string[] some in prefixes.Chunk(20))
        {
            IReadOnlyList<JsonNode> made = await lab.Api.PostManyAsync("networks", some.Select(p => new JsonObject { ["name"] = $"net-{p}" }));
            TestNetwork[] added = [.. made.Select(n => new TestNetwork(lab, Guid.Parse(n["id"]!.GetValue<string>()), n["name"]!.GetValue<string>()))];
            await lab.Api.PostManyAsync("subnets", added.Zip(some, (n, p) => new JsonObject { ["network_id"] = $"{n.Id}", ["cidr"] = p, ["ip_version"] = 4 }));
            networks.AddRange(added);
        }
        return networks;
    }

    /// <summary>Has Neutron give the network to this host's agent, where it has not by itself.</summary>
    public async Task HostAsync()
    {
        string agents = $"{await _lab.GetDhcpAgentPathAsync()}/dhcp-networks";
        if (!(await Api.GetAsync(agents))["networks"]!.AsArray().Any(n => n!["id"]!.GetValue<string>() == $"{Id}"))
            await Api.PostAsync(agents, new JsonObject { ["network_id"] = $"{Id}" });
    }

    /// <summary>Has Neutron take the network from this host's agent.</summary>
    public async Task UnhostAsync() => await Api.DeleteAsync($"{await _lab.GetDhcpAgentPathAsync()}/dhcp-networks/{Id}");

    /// <summary>Adds a subnet.</summary>
    /// <param name="prefix">Its prefix.</param>
    /// <param name="more">More of its properties.</param>
    /// <returns>Its id.</returns>
    public async Task<string> AddSubnetAsync(string prefix, params (string Name, JsonNode Value)[] more)
    {
        JsonObject content = new() { ["network_id"] = $"{Id}", ["cidr"] = prefix, ["ip_version"] = prefix.Contains(':', StringComparison.Ordinal) ? 6 : 4 };
        foreach ((string name, JsonNode value) in more)
            content[name] = value;
        return (await Api.PostAsync("subnets", "subnet", content))["id"]!.GetValue<string>();
    }

    /// <summary>Adds a client's port on this host.</summary>
    public async Task<JsonNode> AddPortAsync(params (string Name, JsonNode Value)[] more)
    {
        JsonObject content = new()
        {
            ["network_id"] = $"{Id}",
            ["device_owner"] = "compute:lab",
            ["device_id"] = "vm",
            ["binding:host_id"] = NeutronLab.Host,
            ["port_security_enabled"] = false,
        };
        foreach ((string name, JsonNode value) in more)
            content[name] = value;
        return await Api.PostAsync("ports", "port", content);
    }

    /// <summary>A client on a port: a namespace with the port's device, which the switch's agent has plugged into the network.</summary>
    public async Task<DhcpClient> PlugAsync(JsonNode port)
    {
        string id = port["id"]!.GetValue<string>();
        var client = DhcpClient.Plug(_lab.Ovs, $"tap{id[..11]}", port["mac_address"]!.GetValue<string>(), portId: id);
        for (int i = 0; i < 600; i++)
        {
            if ((await Api.GetAsync($"ports/{id}"))["port"]!["status"]!.GetValue<string>() == "ACTIVE")
                return client;
            await Task.Delay(100);
        }
        client.Dispose();
        throw new TimeoutException($"Port {id} did not become active. What is logged of it:\n{_lab.TellOfPort(id)}");
    }

    /// <summary>The port's first address.</summary>
    public static string Address(JsonNode port) => port["fixed_ips"]![0]!["ip_address"]!.GetValue<string>();

    /// <summary>Those of DHCP servers on the network.</summary>
    public async Task<IReadOnlyList<JsonNode>> GetDhcpPortsAsync() =>
        [.. (await Api.GetAsync($"ports?network_id={Id}&device_owner=network:dhcp"))["ports"]!.AsArray().Select(p => p!)];

    /// <summary>One of the files of its service, such as <c>host</c>; empty where there is none.</summary>
    public string ReadFile(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(_lab.State, "dhcp", $"{Id}", name));
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Its dnsmasq, by number and time of start, so that another is told from it; null: none runs.</summary>
    public string? FindDnsmasq()
    {
        string process = $"/proc/{ReadFile("pid").Trim()}";
        try
        {
            // The 22nd field; the second is in brackets and may hold anything.
            return File.ReadAllText($"{process}/cmdline").Contains($"{Id}", StringComparison.Ordinal)
                ? $"{process} started at {File.ReadAllText($"{process}/stat").Split(") ")[^1].Split(' ')[19]}"
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What its dnsmasq was started with; empty: none runs.</summary>
    public string FindDnsmasqCommand() => FindDnsmasq() is string found && File.ReadAllText($"{found.Split(' ')[0]}/cmdline") is string command ? command.Replace('\0', ' ') : "";

    /// <summary>The addresses in its namespace, as <c>ip</c> tells them; empty where there is none.</summary>
    public string FindAddresses() => Programs.Try("ip", "-n", Namespace, "-o", "addr").Output;

    /// <summary>Waits until nothing of its DHCP service is on this host any more, which an agent removes after it has heard of the network's end.</summary>
    public async Task WaitForServiceToEndAsync()
    {
        for (int i = 0; i < 300; i++)
        {
            if (!File.Exists($"/run/netns/{Namespace}"))
                return;
            await Task.Delay(100);
        }
        throw new TimeoutException($"{Namespace} is still there.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (JsonNode? port in (await Api.GetAsync($"ports?network_id={Id}"))["ports"]!.AsArray())
            await Api.DeleteAsync($"ports/{port!["id"]!.GetValue<string>()}");
        await Api.DeleteAsync($"networks/{Id}");
    }
}
