//! Users, groups, roles, access control and pools of a scenario.

use super::file::Scenario;
use crate::access::totp::Secret;
use crate::access::user::{Factor, Password, Proof};
use crate::access::{Group, Pool, Privileges, Role, Subject, Token, User, role};
use crate::world::World;

/// Adds everything about access.
pub fn add(world: &mut World, scenario: &Scenario) -> Result<(), String> {
    users(world, scenario)?;
    for group in &scenario.groups {
        let record = Group { comment: group.comment.clone(), users: group.users.iter().cloned().collect() };
        world.access.groups.insert(group.id.clone(), record);
    }
    for (name, privileges) in &scenario.roles {
        let role: Role = role::custom(sum(world, privileges)?);
        world.access.roles.insert(name.clone(), role);
    }
    for entry in &scenario.acl {
        let subject = match (&entry.user, &entry.group, &entry.token) {
            (Some(user), None, None) => Subject::User(user.clone()),
            (None, Some(group), None) => Subject::Group(group.clone()),
            (None, None, Some(token)) => Subject::Token(token.clone()),
            _ => return Err(format!("an entry for '{}' needs one of user, group, token", entry.path)),
        };
        if !world.access.roles.contains_key(&entry.role) {
            return Err(format!("there is no role '{}'", entry.role));
        }
        world.access.acl.grant(&entry.path, subject, &entry.role, entry.propagate);
    }
    for pool in &scenario.pools {
        if let Some(unknown) = pool.guests.iter().find(|vmid| !world.guests.contains_key(vmid)) {
            return Err(format!("pool '{}' has the unknown guest {unknown}", pool.id));
        }
        let record = Pool {
            comment: pool.comment.clone(),
            vms: pool.guests.iter().copied().collect(),
            storages: pool.storages.iter().cloned().collect(),
        };
        world.access.pools.insert(pool.id.clone(), record);
    }
    Ok(())
}

fn users(world: &mut World, scenario: &Scenario) -> Result<(), String> {
    for file in &scenario.users {
        let mut user = User {
            enabled: file.enabled,
            expire: file.expire,
            firstname: file.firstname.clone(),
            lastname: file.lastname.clone(),
            email: file.email.clone(),
            comment: file.comment.clone(),
            ..User::default()
        };
        for token in &file.tokens {
            user.tokens.insert(
                token.id.clone(),
                Token {
                    secret: Password::new(world.rng.uuid()),
                    comment: token.comment.clone(),
                    expire: token.expire,
                    privsep: token.privsep,
                    revoked: false,
                },
            );
        }
        if let Some(secret) = &file.totp {
            let secret = Secret::from_base32(secret)
                .ok_or_else(|| format!("the one-time secret of {} is not Base32", file.id))?;
            user.factors.push(Factor {
                id: world.rng.uuid(),
                created: world.now.seconds(),
                description: "phone".to_owned(),
                enabled: true,
                proof: Proof::Totp { secret, last_step: None },
            });
        }
        world.access.users.insert(file.id.clone(), user);
    }
    Ok(())
}

fn sum(world: &World, names: &str) -> Result<Privileges, String> {
    let mut all = Privileges::default();
    for name in names.split([',', ' ']).filter(|name| !name.is_empty()) {
        let one =
            Privileges::valid(world.access.series, name).ok_or_else(|| format!("there is no privilege '{name}'"))?;
        all = all.or(one);
    }
    Ok(all)
}
