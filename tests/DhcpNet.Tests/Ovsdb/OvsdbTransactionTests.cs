using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using DhcpNet.Ovsdb;

namespace DhcpNet.Tests.Ovsdb;

public class OvsdbTransactionTests
{
    private static readonly OvsdbEndpoint Endpoint = OvsdbEndpoint.Default;
    private static readonly Guid Uuid = Guid.Parse("a78b43ad-c029-48ec-bb89-9a09c017c2a1");

    [Fact]
    public void Every_operation_is_written_as_the_RFC_has_it()
    {
        OvsdbTransaction transaction = new("Db");
        OvsdbNewRow row = transaction.Insert("T", new Dictionary<string, OvsdbValue> { ["s"] = "x", ["n"] = 1, ["r"] = 0.5, ["b"] = true });
        transaction.Insert("U", new Dictionary<string, OvsdbValue> { ["t"] = row.Reference });
        transaction.Select("T", [OvsdbCondition.Equal("_uuid", Uuid)], ["s"]);
        transaction.Select("T", []);
        transaction.Update("T", [OvsdbCondition.NotEqual("n", 1), OvsdbCondition.Less("n", 2), OvsdbCondition.GreaterOrEqual("n", 0)], new Dictionary<string, OvsdbValue> { ["o"] = OvsdbValue.Empty });
        transaction.Mutate("T", [OvsdbCondition.Includes("set", OvsdbValue.Set(["a", "b"]))], [
            OvsdbMutation.Add("n", 1), OvsdbMutation.Insert("m", OvsdbValue.Map([new("k", "v")])), OvsdbMutation.Delete("m", OvsdbValue.Set(["k"])),
            OvsdbMutation.Insert("rows", OvsdbValue.Union([row.Reference, Uuid]))]);
        transaction.Delete("T", [OvsdbCondition.Excludes("set", OvsdbValue.Empty)]);
        transaction.Wait("T", [], ["s"], [new Dictionary<string, OvsdbValue> { ["s"] = "x" }], TimeSpan.FromSeconds(2));
        transaction.Comment("why");
        transaction.Abort();

        AssertJson($$$"""
            ["Db",
             {"op":"insert","table":"T","row":{"s":"x","n":1,"r":0.5,"b":true},"uuid-name":"row0"},
             {"op":"insert","table":"U","row":{"t":["named-uuid","row0"]},"uuid-name":"row1"},
             {"op":"select","table":"T","where":[["_uuid","==",["uuid","{{{Uuid}}}"]]],"columns":["s"]},
             {"op":"select","table":"T","where":[]},
             {"op":"update","table":"T","where":[["n","!=",1],["n","<",2],["n",">=",0]],"row":{"o":["set",[]]}},
             {"op":"mutate","table":"T","where":[["set","includes",["set",["a","b"]]]],
              "mutations":[["n","+=",1],["m","insert",["map",[["k","v"]]]],["m","delete","k"],["rows","insert",["set",[["named-uuid","row0"],["uuid","{{{Uuid}}}"]]]]]},
             {"op":"delete","table":"T","where":[["set","excludes",["set",[]]]]},
             {"op":"wait","table":"T","timeout":2000,"where":[],"columns":["s"],"until":"==","rows":[{"s":"x"}]},
             {"op":"comment","comment":"why"},
             {"op":"abort"}]
            """, transaction.WriteTo);
    }

    [Fact]
    public void Values_round_trip()
    {
        Gen<OvsdbValue> strings = Gen.String.List[0, 5].Select(l => OvsdbValue.Set(l.Distinct()));
        Gen<OvsdbValue> integers = Gen.Long.List[0, 5].Select(l => OvsdbValue.Set(l.Distinct()));
        Gen<OvsdbValue> uuids = Gen.Guid.List[0, 5].Select(l => OvsdbValue.Set(l.Distinct()));
        Gen<OvsdbValue> maps = Gen.Dictionary(Gen.String, Gen.String)[0, 5].Select(d => OvsdbValue.Map(d));
        OvsdbValue[] rare = [true, false, 0.25, OvsdbValue.Named("row7")];
        Gen<OvsdbValue> others = Gen.Int[0, rare.Length - 1].Select(i => rare[i]);
        Gen.OneOf(strings, integers, uuids, maps, others).Sample(value =>
        {
            // A lone surrogate cannot be said in UTF-8; OVSDB has none.
            if (value.ToString().Any(char.IsSurrogate))
                return true;
            using JsonDocument json = JsonDocument.Parse(Write(w => OvsdbJson.WriteValue(w, value)));
            OvsdbValue read = OvsdbJson.ReadValue(json.RootElement);
            return read.Equals(value) && read.GetHashCode() == value.GetHashCode();
        }, iter: 500);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1,2]")]
    [InlineData("""["uuid","nonsense"]""")]
    [InlineData("""["set"]""")]
    [InlineData("""["set",1]""")]
    [InlineData("""["set",[["set",[]]]]""")]
    [InlineData("""["map",[["a"]]]""")]
    [InlineData("""["other","x"]""")]
    public void What_is_no_value_is_refused(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        Assert.Throws<FormatException>(() => OvsdbJson.ReadValue(json.RootElement));
    }

    [Fact]
    public void Values_are_read_as_what_they_are_and_nothing_else()
    {
        OvsdbValue text = "x";
        Assert.Equal("x", text.AsOptionalString());
        Assert.Equal(["x"], text.AsStrings());
        Assert.Contains("is not an integer", Assert.Throws<FormatException>(() => text.AsInteger()).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(text.AsStringMap);
        Assert.Throws<FormatException>(OvsdbValue.Empty.AsString);
        Assert.Throws<FormatException>(OvsdbValue.EmptyMap.AsStrings);
        Assert.Null(OvsdbValue.Empty.AsOptionalInteger());
        Assert.Equal(2.0, ((OvsdbValue)2).AsReal());
        Assert.Equal("[1, 2]", OvsdbValue.Set([1L, 2L]).ToString());
        Assert.Equal("{a=b}", OvsdbValue.Map([new("a", "b")]).ToString());
    }

    [Fact]
    public void Results_follow_their_operations()
    {
        OvsdbTransaction transaction = new();
        OvsdbNewRow row = transaction.Insert("T", new Dictionary<string, OvsdbValue>());
        int update = transaction.Update("T", [], new Dictionary<string, OvsdbValue>());
        int select = transaction.Select("T", []);

        OvsdbTransactionResult result = Read(transaction, $$"""[{"uuid":["uuid","{{Uuid}}"]},{"count":3},{"rows":[{"_uuid":["uuid","{{Uuid}}"],"o":["set",[]]}]}]""");

        Assert.Equal((Uuid, 3, Uuid), (result.UuidOf(row), result[update].Count, result[select].Rows[0].Uuid));
        Assert.Throws<KeyNotFoundException>(() => result[select].Rows[0]["p"]);
    }

    [Fact]
    public void An_operation_that_failed_is_named_and_the_nulls_after_it_are_none()
    {
        OvsdbTransaction transaction = new();
        transaction.Comment("a");
        transaction.Insert("Port", new Dictionary<string, OvsdbValue>());
        transaction.Comment("b");

        OvsdbException error = Assert.Throws<OvsdbException>(() => Read(transaction, """[{},{"error":"constraint violation","details":"too much."},null]"""));

        Assert.Equal(("constraint violation", "too much.", "Port", "insert", 1), (error.Error, error.Details, error.Table, error.Operation, error.OperationIndex));
        Assert.Equal($"OVSDB at {Endpoint}: constraint violation: too much (operation 1, insert in Port).", error.Message);
    }

    [Fact]
    public void An_element_more_is_an_error_of_the_commit()
    {
        OvsdbTransaction transaction = new();
        transaction.Comment("a");

        OvsdbException error = Assert.Throws<OvsdbException>(() => Read(transaction, """[{},{"error":"referential integrity violation","details":"x"}]"""));

        Assert.Equal(("referential integrity violation", null, null), (error.Error, error.Operation, error.OperationIndex));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("""[{"count":"many"}]""")]
    [InlineData("""[{"rows":[{"a":null}]}]""")]
    [InlineData("""[{"uuid":["uuid","x"]}]""")]
    public void A_reply_that_makes_no_sense_is_a_protocol_error(string reply)
    {
        OvsdbTransaction transaction = new();
        transaction.Select("T", []);
        Assert.Equal("protocol error", Assert.Throws<OvsdbException>(() => Read(transaction, reply)).Error);
    }

    private static OvsdbTransactionResult Read(OvsdbTransaction transaction, string reply)
    {
        using JsonDocument json = JsonDocument.Parse(reply);
        return OvsdbTransactionReply.Read(Endpoint, transaction, json.RootElement);
    }

    private static void AssertJson(string expected, Action<Utf8JsonWriter> write)
    {
        string actual = Write(w =>
        {
            w.WriteStartArray();
            write(w);
            w.WriteEndArray();
        });
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), JsonNode.Parse(actual)!.ToJsonString());
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
